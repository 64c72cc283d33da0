import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import YAMLTree

/// The values of a rule's keys.
extension RuleReader {
  mutating func string(_ node: YAMLNode, _ expected: String) -> Located<String>? {
    if case .scalar(let scalar) = node.content, scalar.value == .string { return Located(scalar.text, at: node.range) }
    report.wrongType(node, expected: expected, label: quotesHint(node))
    return nil
  }

  private func quotesHint(_ node: YAMLNode) -> String? {
    node.isScalar && !node.isNull ? "quotes make it a string" : nil
  }

  mutating func name(_ node: YAMLNode) -> Located<String>? {
    guard let name = string(node, "a name, which is a string"), report.ruleName(name.value, at: name.range) else {
      return nil
    }
    return name
  }

  mutating func metric(_ node: YAMLNode) -> Located<String>? {
    guard let name = string(node, "the name of a metric, which is a string") else { return nil }
    let allowed: (UInt8) -> Bool = { $0.isWordCharacter || [0x2D, 0x2E, 0x3A].contains($0) }
    if let first = name.value.utf8.first, first.isLetter || first == UInt8(ascii: "_"),
      name.value.utf8.allSatisfy(allowed)
    {
      return name
    }
    let isCall = name.value.contains { "({".contains($0) }
    report.add(
      .invalidName,
      name.value.isEmpty ? "the name of the metric is empty" : "'\(name.value)' is not the name of a metric",
      at: name.range,
      label: isCall
        ? "a metric has no arguments here: label filters go to 'where', functions to 'condition'"
        : "expected a name, like llm_requests")
    return nil
  }

  mutating func condition(_ node: YAMLNode) -> Condition? {
    var reader = ConditionReader()
    defer { report.diagnostics.append(contentsOf: reader.report.diagnostics) }
    return reader.condition(node)
  }

  /// A list of distinct labels; a label is any name, attributes with dots included.
  mutating func grouping(_ node: YAMLNode) -> Located<[Located<String>]>? {
    guard case .sequence(let items) = node.content else {
      let label =
        node.isScalar && !node.isNull ? "write [\(node.range.text)]" : "write [service, model]; [] is one group"
      report.add(.invalidGrouping, "expected a list of labels, got \(node.typeName)", at: node.range, label: label)
      return nil
    }
    var labels: [Located<String>] = []
    for item in items {
      guard case .scalar(let scalar) = item.content, scalar.value == .string, !scalar.text.isEmpty else {
        report.add(.invalidGrouping, "expected the name of a label, got \(item.typeName)", at: item.range)
        continue
      }
      if labels.contains(where: { $0.value == scalar.text }) {
        report.add(
          .invalidGrouping, "the label '\(scalar.text)' stands in 'by' already", at: item.range, label: "leave it out")
        continue
      }
      labels.append(Located(scalar.text, at: item.range))
    }
    return Located(labels, at: node.range)
  }

  mutating func choice<Value: Sendable>(
    _ node: YAMLNode, _ words: [String], _ value: (String) -> Value?
  ) -> Located<Value>? {
    if case .scalar(let scalar) = node.content, scalar.value == .string, let value = value(scalar.text) {
      return Located(value, at: node.range)
    }
    let expected = "expected " + Self.alternatives(words)
    guard case .scalar(let scalar) = node.content, !node.isNull else {
      report.wrongType(node, expected: Self.alternatives(words))
      return nil
    }
    let nearest = Spelling.nearest(to: scalar.text, in: words)
    report.add(
      .unknownChoice, "\(expected), got '\(scalar.shortText)'", at: node.range,
      label: nearest.map { "did you mean '\($0)'?" } ?? expected)
    return nil
  }

  /// `ok, alert or keep`
  static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first.map { "'\($0)'" } ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  mutating func boolean(_ node: YAMLNode) -> Located<Bool>? {
    var meant: Bool?
    if case .scalar(let scalar) = node.content, case .boolean(let value) = scalar.value {
      // The core schema also has `True` and `TRUE`; here they are strings ([P1]).
      if scalar.text == "\(value)" { return Located(value, at: node.range) }
      meant = value
    }
    guard let meant else {
      report.wrongType(node, expected: "true or false", label: "a boolean is written true or false, without quotes")
      return nil
    }
    report.add(
      .wrongType, "expected true or false, got the string '\(node.range.text)'", at: node.range,
      label: "write \(meant)")
    return nil
  }

  mutating func groupLimit(_ node: YAMLNode) -> Located<Int>? {
    guard case .scalar(let scalar) = node.content, case .integer(let value) = scalar.value else {
      report.wrongType(node, expected: "a whole number from 1 to 1000000")
      return nil
    }
    guard (1...1_000_000).contains(value) else {
      report.add(
        .numberOutOfRange, "'max_groups' is \(value)", at: node.range, label: "expected a number from 1 to 1000000")
      return nil
    }
    return Located(Int(value), at: node.range)
  }

  // MARK: Durations

  mutating func duration(_ node: YAMLNode, of key: String, atLeast minimum: TimeSpan = .zero) -> Located<TimeSpan>? {
    guard let span = duration(node) else { return nil }
    guard span >= minimum else {
      let message =
        span == .zero
        ? "'\(key)' is zero; it must be longer" : "'\(key)' is \(span.literal), which is too short"
      let isWindow = minimum <= .milliseconds(1)
      report.add(
        .spanOutOfRange, message, at: node.range,
        label: isWindow ? "expected a duration longer than 0s, like 5m" : "expected \(minimum.literal) or more")
      return nil
    }
    return Located(span, at: node.range)
  }

  /// A duration in YAML position; `0` needs no unit ([P11]).
  private mutating func duration(_ node: YAMLNode) -> TimeSpan? {
    guard case .scalar(let scalar) = node.content, !node.isNull else {
      report.wrongType(node, expected: "a duration", label: "write one, like 5m or 1h30m")
      return nil
    }
    if scalar.text == "0" { return .zero }
    if scalar.text.hasPrefix("-") {
      report.add(
        .invalidDuration, "the duration '\(scalar.shortText)' is negative", at: node.range,
        label: "did you mean '\(scalar.shortText.dropFirst())'?")
      return nil
    }
    if case .integer(let value) = scalar.value {
      report.add(
        .invalidDuration, "the duration '\(value)' has no unit", at: node.range,
        label: "did you mean '\(value)s'?", help: "units are ms, s, m, h, d and w")
      return nil
    }
    switch DurationLiteral.read(scalar.text) {
    case .success(let span): return span
    case .failure(let fault):
      report.add(.invalidDuration, fault.message, at: node.range, label: fault.label)
      return nil
    }
  }
}
