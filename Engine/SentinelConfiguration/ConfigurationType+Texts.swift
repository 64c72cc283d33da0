import YAMLTree

extension ConfigurationType where Value == String {
  /// A text without control characters.
  static func text(_ what: String = "a text", upTo length: Int) -> Self {
    Self("\(what) of 1…\(length) characters") { (node) throws(ConfigurationFault) in
      try node.cleanText(upTo: length)
    }
  }
}

extension ConfigurationType where Value == [String] {
  static func texts(each what: String, count: ClosedRange<Int>) -> Self {
    Self("a list of at most \(count.upperBound) \(what)", show: { "[\($0.joined(separator: ", "))]" }) {
      (node) throws(ConfigurationFault) in
      guard case .sequence(let nodes) = node.content else { throw .wrongType }
      guard count.contains(nodes.count) else { throw .outOfRange }
      var texts: [String] = []
      for node in nodes { texts.append(try node.cleanText(upTo: 4_096)) }
      return texts
    }
  }
}

extension ConfigurationType where Value == AlertOutput {
  static var alertOutput: Self {
    Self("'stdout', 'none' or the path of a file") { (node) throws(ConfigurationFault) in
      switch try node.cleanText(upTo: 4_096) {
      case "none": .none
      case "stdout": .standardOutput
      case let path: .file(path)
      }
    }
  }
}

extension ConfigurationType where Value == EndpointURL {
  static func url(_ schemes: String...) -> Self {
    Self("a URL of \(schemes.joined(separator: " or "))") { (node) throws(ConfigurationFault) in
      guard let text = node.text else { throw .wrongType }
      guard let url = EndpointURL(text, schemes: schemes) else {
        throw .malformed("write \(schemes[0])://host:port")
      }
      return url
    }
  }
}

extension ConfigurationType where Value == Secret {
  static var secret: Self {
    Self("a text, which is never shown", isSecret: true) { (node) throws(ConfigurationFault) in
      Secret(try node.cleanText(upTo: 4_096))
    }
  }

  /// A URL whoever knows may post to, such as that of a webhook.
  static var secretURL: Self {
    Self("a URL of https or http, which is never shown", isSecret: true) { (node) throws(ConfigurationFault) in
      let text = try node.cleanText(upTo: 4_096)
      guard EndpointURL(text, schemes: ["https", "http"]) != nil else { throw .malformed("write https://host/path") }
      return Secret(text)
    }
  }
}

extension YAMLNode {
  /// A text that isn't empty and can't steer a terminal or end a header.
  fileprivate func cleanText(upTo length: Int) throws(ConfigurationFault) -> String {
    guard let text else { throw .wrongType }
    guard !text.isEmpty, text.unicodeScalars.count <= length else { throw .outOfRange }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw .malformed("a control character can't be part of it")
    }
    return text
  }
}
