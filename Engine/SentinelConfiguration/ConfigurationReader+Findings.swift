import SentinelDiagnostics
import YAMLTree

extension ConfigurationReader {
  /// The names of the keys right below a path, in the order of their declaration.
  static func children(of path: String) -> [String] {
    let prefix = path.isEmpty ? "" : path + "."
    let paths = EngineConfiguration.keys.map(\.path) + EngineConfiguration.structures.map(\.path)
    var names: [String] = []
    for path in paths where path.hasPrefix(prefix) {
      let name = String(path.dropFirst(prefix.count).prefix { $0 != "." })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Whether a key below a path holds a secret.
  static func holdsSecrets(_ path: String) -> Bool {
    !path.isEmpty
      && (EngineConfiguration.keys.map(\.descriptor) + EngineConfiguration.structures).contains {
        $0.isSecret && $0.path.hasPrefix(path + ".")
      }
  }

  /// YAML ends a text without quotes at a bracket, if it stands within brackets itself: `{port: ${PORT}}`.
  static func explainingVariables(_ finding: Diagnostic) -> Diagnostic {
    let before = finding.range.start - 1
    guard finding.code == .yamlSyntax, before >= 0, finding.range.text.hasPrefix("{"),
      finding.range.source.bytes[before] == UInt8(ascii: "$")
    else { return finding }
    return Diagnostic(
      finding.code, "a variable without quotes can't stand within brackets", at: finding.range,
      help: "write the key on a line of its own (port: ${PORT}), or quote a text: [\"${NAME}\"]")
  }

  mutating func reportUnknown(_ entry: YAMLNode.Entry, below path: String) {
    let names = Self.children(of: path)
    if Self.holdsSecrets(path) { hide(entry) }
    reportUnknown(entry, path.isEmpty ? "a configuration" : "'\(path)'", names)
  }

  mutating func reportUnknown(_ entry: YAMLNode.Entry, _ owner: String, _ names: [String]) {
    let name = entry.key.text
    let elsewhere = EngineConfiguration.keys.map(\.path).filter { $0.hasSuffix("." + name) }
    let moved = elsewhere.count == 1 ? elsewhere.first.map { "did you mean '\($0)'?" } : nil
    report(
      .unknownConfigurationKey, "\(owner) has no key '\(name)'", at: entry.keyRange,
      label: Self.suggestion(name, in: names) ?? moved, help: "the keys are \(names.joined(separator: ", "))")
  }

  /// - Parameter name: what to call the key in the message.
  mutating func report(
    _ fault: ConfigurationFault, _ entry: YAMLNode.Entry, _ key: ConfigurationKeyDescriptor, named name: String
  ) {
    let value = entry.value
    let hasDefault = !key.isRequired && !key.isSecret && key.defaultText != "–"
    let rest = hasDefault ? " Default: \(key.defaultText)." : ""
    let (fact, help) = ("'\(name)' must be \(key.expectation)", "'\(name)': \(key.help)\(rest)")
    let isSpoken = !key.isSecret && !isFromVariable(value)
    let range = key.isSecret ? entry.keyRange : value.range
    switch fault {
    case .wrongType:
      let label = !key.isSecret && value.isQuotedLiteral ? "quotes make it a text" : nil
      report(.configurationValueType, "\(fact), not \(value.kind)", at: range, label: label, help: help)
    case .outOfRange: report(.configurationRange, fact, at: range, help: help)
    case .unknownChoice(let choices):
      let label = isSpoken ? Self.suggestion(value.text ?? "", in: choices) : nil
      report(.configurationChoice, fact, at: range, label: label, help: help)
    case .malformed(let reason):
      report(.configurationText, fact, at: range, label: isSpoken ? reason : nil, help: help)
    }
  }

  // MARK: - Keys that must fit each other

  mutating func checkConflicts() {
    if configuration.journal.segmentBytes > configuration.journal.maxBytes {
      reportConflict(
        "a file of the journal would be larger than the journal may be",
        ["journal.segment_bytes", "journal.max_bytes"],
        help: "make 'journal.segment_bytes' a quarter of 'journal.max_bytes' or less")
    }
    if configuration.drain.delay >= configuration.drain.timeout {
      reportConflict(
        "the delay leaves no time to stop", ["drain.delay", "drain.timeout"],
        help: "'drain.delay' is a part of 'drain.timeout'")
    }
    if configuration.limits.queueBytes < configuration.http.maxBodyBytes {
      reportConflict(
        "a request may be larger than the queue that must hold it", ["limits.queue_bytes", "http.max_body_bytes"],
        help: "such a request would be refused for ever: make 'http.max_body_bytes' 'limits.queue_bytes' or less")
    }
    checkPorts()
  }

  private mutating func checkPorts() {
    let ports = [
      ("http.port", configuration.http.port), ("ingestion.otlp.grpc_port", configuration.ingestion.otlp.grpcPort),
      ("ingestion.otlp.http_port", configuration.ingestion.otlp.httpPort),
    ]
    for (index, (name, port)) in ports.enumerated() where port != 0 {
      guard let other = ports.prefix(index).first(where: { $0.1 == port })?.0 else { continue }
      reportConflict(
        "'\(other)' and '\(name)' are the same port", [name, other], help: "two servers can't listen on one port")
    }
  }

  /// At the value of the first of the paths that the file gives; defaults fit each other.
  private mutating func reportConflict(_ message: String, _ paths: [String], help: String) {
    guard let range = paths.compactMap({ places[$0] }).first else { return }
    report(.configurationConflict, message, at: range, help: help)
  }
}

extension YAMLNode {
  /// Whether it would be a number or a boolean, were it not for its quotes.
  fileprivate var isQuotedLiteral: Bool {
    guard case .scalar(let scalar) = content, scalar.style != .plain else { return false }
    return switch scalar.plainValue {
    case .boolean, .integer, .float: true
    case .null, .string: false
    }
  }
}
