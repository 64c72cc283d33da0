import RuleSyntax
import SentinelDiagnostics
import YAMLTree

/// Gathers what is wrong with the nodes of a rule file while they are read.
struct RuleFileReport {
  var diagnostics = Diagnostics()

  mutating func add(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil,
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: range, label: label, notes: notes, help: help))
  }

  /// Reports a value of the wrong type.
  mutating func wrongType(_ node: YAMLNode, expected: String, label: String? = nil) {
    add(.wrongType, "expected \(expected), got \(node.typeName)", at: node.range, label: label)
  }

  /// The items of a sequence.
  mutating func sequence(_ node: YAMLNode, expected: String, example: String) -> [YAMLNode]? {
    if case .sequence(let items) = node.content { return items }
    wrongType(node, expected: expected, label: "write \(example)")
    return nil
  }

  /// The entries of a mapping; none where there is no value.
  mutating func entries(_ node: YAMLNode, expected: String) -> [YAMLNode.Entry] {
    if case .mapping(let entries) = node.content { return entries }
    if !node.isNull { wrongType(node, expected: expected) }
    return []
  }

  /// The name of a list or macro: a letter, then letters, digits and underscores.
  mutating func declaredName(_ entry: YAMLNode.Entry, of kind: String, sigil: String) -> Located<String>? {
    let name = entry.key.text
    if let first = name.utf8.first, first.isLetter, name.utf8.allSatisfy(\.isWordCharacter) {
      return Located(name, at: entry.keyRange)
    }
    add(
      .invalidName, "'\(name)' can't be the name of a \(kind)", at: entry.keyRange,
      label: "\(sigil)name is a letter, then letters, digits and underscores")
    return nil
  }

  /// A rule's name: `[a-z][a-z0-9_]*`.
  mutating func ruleName(_ name: String, at range: SourceRange) -> Bool {
    let isLower: (UInt8) -> Bool = { $0.isLetter && $0 >= UInt8(ascii: "a") }
    let fits = name.utf8.allSatisfy { isLower($0) || $0.isDigit || $0 == UInt8(ascii: "_") }
    if fits, let first = name.utf8.first, isLower(first) { return true }
    let meant = Self.snakeCase(name)
    add(
      .invalidName, name.isEmpty ? "the name of the rule is empty" : "'\(name)' can't be the name of a rule", at: range,
      label: meant.map { "did you mean '\($0)'?" } ?? "expected a name of [a-z][a-z0-9_]*, like high_latency",
      help: "names are [a-z][a-z0-9_]*: a lower-case letter, then lower-case letters, digits and underscores")
    return false
  }

  /// `High-Latency` as `high_latency`; nil where no name comes of it.
  private static func snakeCase(_ name: String) -> String? {
    var words: [UInt8] = []
    for byte in name.lowercased().utf8.prefix(200) {
      if byte.isWordCharacter {
        words.append(byte)
      } else if let last = words.last, last != UInt8(ascii: "_") {
        words.append(UInt8(ascii: "_"))
      }
    }
    guard let first = words.first, first.isLetter else { return nil }
    return String(decoding: words, as: UTF8.self)
  }
}

extension YAMLNode {
  var isNull: Bool {
    if case .scalar(let scalar) = content { return scalar.value == .null }
    return false
  }

  var isScalar: Bool {
    if case .scalar = content { return true }
    return false
  }

  /// What the node is, as a message says it.
  var typeName: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar):
      switch scalar.value {
      case .null: "nothing"
      case .boolean: "the boolean \(scalar.text)"
      case .integer, .float: "the number \(scalar.text)"
      case .string: scalar.text.isEmpty ? "an empty string" : "the string '\(scalar.shortText)'"
      }
    }
  }
}

extension YAMLScalar {
  /// The text, cut where it is long.
  var shortText: String {
    let short = text.prefix(40)
    return short.count < text.count ? short + "…" : text
  }
}
