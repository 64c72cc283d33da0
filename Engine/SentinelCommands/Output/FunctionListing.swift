package import SentinelModel

/// The catalogue of functions in the forms of `sentinel functions`.
package enum FunctionListing {
  /// A table for each group.
  package static func text(_ signatures: [FunctionSignature]) -> String {
    groups(signatures).map { group, members in
      var table = TextTable([.init("function"), .init("unit"), .init("what it gives")])
      for signature in members { table.append([shortForm(signature), unit(signature), firstSentence(signature.help)]) }
      return group.rawValue + "\n\n" + table.text
    }.joined(separator: "\n")
  }

  /// All about one function.
  package static func page(_ signature: FunctionSignature) -> String {
    var text = form(signature) + "\n\n" + signature.help + "\n\n"
    var table = TextTable([.init("parameter"), .init("takes"), .init("default"), .init("what it means")])
    for parameter in signature.parameters {
      table.append([parameter.name, accepted(parameter.kind), defaultText(parameter), parameter.help])
    }
    if !table.isEmpty { text += table.text + "\n" }
    return text + "result: \(result(signature))\nexample: \(signature.example)\n"
  }

  package static func markdown(_ signatures: [FunctionSignature]) -> String {
    groups(signatures).map { group, members in
      "## \(group.rawValue)\n\n" + members.map(markdownSection).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  package static func json(_ signatures: [FunctionSignature]) -> String {
    var json = JSONWriter()
    json.array { json in for signature in signatures { json.object { write(signature, to: &$0) } } }
    return json.text + "\n"
  }

  /// The groups that have members, in the order of their declaration.
  private static func groups(
    _ signatures: [FunctionSignature]
  ) -> [(FunctionSignature.Group, [FunctionSignature])] {
    FunctionSignature.Group.allCases.compactMap { group in
      let members = signatures.filter { $0.group == group }
      return members.isEmpty ? nil : (group, members)
    }
  }

  /// `zscore([metric], [window], step=, min_points=)`: what may be left out stands in brackets or is named.
  package static func form(_ signature: FunctionSignature) -> String {
    let parameters = signature.parameters.map { parameter in
      if parameter.isNamedOnly { return parameter.isRequired ? "\(parameter.name)=…" : "[\(parameter.name)=…]" }
      return parameter.isRequired ? parameter.name : "[\(parameter.name)]"
    }
    return "\(signature.name)(\(parameters.joined(separator: ", ")))"
  }

  /// The form with a sign for arguments by name: `zscore([metric], [window], …)`.
  private static func shortForm(_ signature: FunctionSignature) -> String {
    var parameters = signature.parameters.filter { !$0.isNamedOnly || $0.isRequired }.map { parameter in
      let name = parameter.isNamedOnly ? "\(parameter.name)=…" : parameter.name
      return parameter.isRequired ? name : "[\(name)]"
    }
    if parameters.count < signature.parameters.count { parameters.append("…") }
    return "\(signature.name)(\(parameters.joined(separator: ", ")))"
  }

  private static func markdownSection(_ signature: FunctionSignature) -> String {
    var text = "### `\(form(signature))`\n\n\(signature.help)\n\n"
    var table = TextTable([.init("parameter"), .init("takes"), .init("default"), .init("meaning")])
    for parameter in signature.parameters {
      table.append(["`\(parameter.name)`", accepted(parameter.kind), defaultText(parameter), parameter.help])
    }
    if !table.isEmpty { text += table.markdown + "\n" }
    return text + "Gives \(result(signature)). Example: `\(signature.example)`\n"
  }

  private static func defaultText(_ parameter: FunctionSignature.Parameter) -> String {
    parameter.defaultText ?? (parameter.isRequired ? "required" : "–")
  }

  private static func accepted(_ kind: FunctionSignature.ParameterKind) -> String {
    switch kind {
    case .metric: "a metric"
    case .label: "a label"
    case .window: "a duration above 0"
    case .duration(let allowsZero): allowsZero ? "a duration" : "a duration above 0"
    case .literal(let range, let isOpen):
      "a number \(isOpen ? "between" : "from") \(Figures.shortest(range.lowerBound)) "
        + "\(isOpen ? "and" : "to") \(Figures.shortest(range.upperBound))"
    case .rule: "the name of a rule in quotes"
    case .value(let type): "a \(type.rawValue)"
    }
  }

  private static func result(_ signature: FunctionSignature) -> String {
    var text = "a \(signature.result.rawValue)"
    if signature.result == .number { text += ", unit: \(unit(signature))" }
    if let range = signature.range { text += ", \(MetricListing.rangeText(range))" }
    return text
  }

  private static func unit(_ signature: FunctionSignature) -> String {
    switch signature.unit {
    case .metric: "the metric's"
    case .metricPerSecond: "the metric's per second"
    case .fixed(let unit): unit.rawValue
    case .none: "–"
    }
  }

  private static func firstSentence(_ text: String) -> String {
    var end = text.startIndex
    while let stop = text[end...].firstIndex(of: ".") {
      end = text.index(after: stop)
      if end == text.endIndex || text[end] == " " { return String(text[..<end]) }
    }
    return text
  }

  private static func write(_ signature: FunctionSignature, to json: inout JSONWriter) {
    json.member("name", signature.name)
    json.member("group", signature.group.rawValue)
    json.member("form", form(signature))
    json.key("parameters")
    json.array { json in
      for parameter in signature.parameters {
        json.object { json in
          json.member("name", parameter.name)
          json.member("takes", accepted(parameter.kind))
          json.key("required")
          json.boolean(parameter.isRequired)
          json.key("named_only")
          json.boolean(parameter.isNamedOnly)
          if let text = parameter.defaultText { json.member("default", text) }
          json.member("help", parameter.help)
        }
      }
    }
    json.member("result", signature.result.rawValue)
    json.member("unit", unit(signature))
    json.member("help", signature.help)
    json.member("example", signature.example)
  }
}
