import RuleSyntax
import SentinelDiagnostics
import YAMLTree

/// Reads conditions: expressions, and `all` / `any` / `not` composites of them, nested at will.
struct ConditionReader {
  var report = RuleFileReport()

  /// A condition with its text: that of a scalar as it stands there, of a composite the equivalent expression.
  mutating func condition(_ node: YAMLNode) -> Condition? {
    guard let expression = expression(node) else { return nil }
    if case .scalar(let scalar) = node.content {
      return Condition(expression: expression, text: Self.trimmed(scalar.text))
    }
    return Condition(expression: expression, text: expression.canonical)
  }

  /// The expression that a scalar or a composite stands for; nil if any part of it can't be read.
  mutating func expression(_ node: YAMLNode) -> Expression? {
    switch node.content {
    case .scalar(let scalar) where scalar.value == .null:
      report.add(
        .emptyExpression, "expected a condition, got nothing", at: node.range, label: "write one, like value > 5")
      return nil
    case .scalar(let scalar):
      let text = ExpressionText(scalar)
      return ExpressionParser.parse(
        text, bytes: 0..<text.bytes.count, isSplitAtComma: Self.isCutAtComma(scalar),
        diagnostics: &report.diagnostics)
    case .mapping(let entries): return composite(entries, node)
    case .sequence:
      report.add(
        .invalidComposite, "expected a condition, got a list", at: node.range,
        label: "put the list under 'all:' or 'any:'")
      return nil
    }
  }

  // MARK: Composites

  private mutating func composite(_ entries: [YAMLNode.Entry], _ node: YAMLNode) -> Expression? {
    guard let entry = entries.first else {
      report.add(.invalidComposite, "the condition is an empty mapping", at: node.range, label: Self.choices)
      return nil
    }
    if let unknown = entries.first(where: { !["all", "any", "not"].contains($0.key.text) }) {
      unknownKey(unknown)
      return nil
    }
    if entries.count > 1 {
      report.add(
        .invalidComposite, "a composite condition has exactly one key", at: entries[1].keyRange,
        label: "'\(entry.key.text)' stands beside it", help: "nest one in the other, or put both under 'all:' or 'any:'"
      )
      return nil
    }
    return entry.key.text == "not" ? negation(entry, node) : connective(entry, node)
  }

  private static let choices = "expected one of all, any and not"

  private mutating func unknownKey(_ entry: YAMLNode.Entry) {
    let key = entry.key.text
    // `psi(15m, baseline: 1h) > 0.2` without quotes is, to YAML, a key and a value.
    let isExpression = key.contains { "( )<>=".contains($0) }
    let nearest = Spelling.nearest(to: key, in: ["all", "any", "not"])
    report.add(
      .invalidComposite, "'\(key)' is no composite condition", at: entry.keyRange,
      label: isExpression ? nil : nearest.map { "did you mean '\($0)'?" } ?? Self.choices,
      help: isExpression ? "quote an expression that has a colon, or write name=value" : nil)
  }

  private mutating func negation(_ entry: YAMLNode.Entry, _ node: YAMLNode) -> Expression? {
    if case .sequence = entry.value.content {
      report.add(
        .invalidComposite, "'not' takes one condition, not a list", at: entry.value.range,
        label: "put the list under 'any:' or 'all:' below 'not:'")
      return nil
    }
    return expression(entry.value).map { Expression(.not($0), range: node.range) }
  }

  private mutating func connective(_ entry: YAMLNode.Entry, _ node: YAMLNode) -> Expression? {
    let key = entry.key.text
    guard case .sequence(let items) = entry.value.content else {
      report.add(
        .invalidComposite, "'\(key)' takes a list of conditions, got \(entry.value.typeName)", at: entry.value.range,
        label: "write '- …' for each condition")
      return nil
    }
    guard !items.isEmpty else {
      report.add(
        .invalidComposite, "the list of '\(key)' is empty", at: entry.value.range, label: "expected conditions in it")
      return nil
    }
    // Each item is read before any is missed, so that all faults are shown.
    let operands = items.map { expression($0) }
    let read = operands.compactMap { $0 }
    guard read.count == operands.count else { return nil }
    return key == "all" ? .conjunction(read, range: node.range) : .disjunction(read, range: node.range)
  }

  // MARK: Text

  private static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !$0.isBlank }), let last = bytes.lastIndex(where: { !$0.isBlank })
    else {
      return ""
    }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  /// Whether a comma follows in the file: then a flow list or mapping ended the scalar there.
  private static func isCutAtComma(_ scalar: YAMLScalar) -> Bool {
    guard scalar.style == .plain else { return false }
    let bytes = scalar.range.source.bytes
    guard scalar.range.end <= bytes.count else { return false }
    return bytes[scalar.range.end...].first { !$0.isBlank } == UInt8(ascii: ",")
  }
}
