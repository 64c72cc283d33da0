public import RuleSyntax
public import SentinelDiagnostics
import SentinelModel
public import YAMLTree

/// The `tests:` of a rule, as they stand in the file; the test runner reads them.
public struct InlineTests: Sendable {
  /// The name of the rule.
  public let rule: String
  /// The value of the key: a list of tests in a valid file.
  public let node: YAMLNode

  public init(rule: String, node: YAMLNode) {
    self.rule = rule
    self.node = node
  }
}

/// Reads rule files.
public enum RuleFileParser {
  /// Parses a whole file and reports everything that is wrong with it at once.
  ///
  /// What could be read is in the result also where there were errors, so that names declared there are known: a rule
  /// then lacks what was wrong in it. Missing keys are reported here, so no one else needs to.
  /// - Complexity: O(size)
  public static func parse(
    _ source: SourceText, limits: YAMLLimits = .standard, diagnostics: inout Diagnostics
  ) -> (file: RuleFile, tests: [InlineTests]) {
    var yaml = Diagnostics()
    let root = YAMLParser.parse(source, limits: limits, diagnostics: &yaml)
    var reader = RuleFileReader(source: source, brokenMerges: brokenMerges(yaml))
    if let root { reader.read(root) }
    // A value that YAML could not give stands as nothing at the place of its fault: that has been said.
    let faulty = Set(yaml.findings.map(\.range))
    // An anchor's faults are found wherever an alias repeats them, and shown once.
    var shown: Set<Diagnostic> = []
    for finding in reader.report.diagnostics.findings where !faulty.contains(finding.range) {
      if shown.insert(finding).inserted { yaml.append(finding) }
    }
    diagnostics.append(contentsOf: yaml)
    return (reader.file, reader.tests)
  }

  /// Where merge keys stand that bring nothing, as their values are at fault; sorted.
  private static func brokenMerges(_ yaml: Diagnostics) -> [Int] {
    let faults = yaml.findings.filter { fault in
      guard fault.code == .undefinedAlias else { return fault.code == .mergeValue }
      let before = fault.range.source.bytes[..<fault.range.start].reversed().prefix { $0 != 0x0A && $0 != 0x0D }
      return zip(before, before.dropFirst()).contains { $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "<") }
    }
    return faults.map(\.range.start).sorted()
  }
}

/// Reads the top level of a rule file.
struct RuleFileReader {
  private(set) var file: RuleFile
  private(set) var tests: [InlineTests] = []
  private(set) var report = RuleFileReport()

  /// See ``RuleFileParser``.
  private let brokenMerges: [Int]

  init(source: SourceText, brokenMerges: [Int]) {
    file = RuleFile(source: source)
    self.brokenMerges = brokenMerges
  }

  mutating func read(_ root: YAMLNode) {
    switch root.content {
    case .mapping(let entries):
      for entry in entries { read(entry) }
    case .scalar(let scalar) where scalar.value == .null: break
    default:
      // The whole file is at fault; its first character shows where it begins.
      let start = SourceRange(root.range.source, root.range.start, min(root.range.end, root.range.start + 1))
      report.add(
        .wrongType, "expected a mapping at the top of the file, got \(root.typeName)", at: start,
        label: "begin with a key, like 'rules:'")
    }
  }

  private mutating func read(_ entry: YAMLNode.Entry) {
    let key = entry.key.text
    switch key {
    case "rules": readRules(entry.value, category: nil)
    case "lists": readLists(entry.value)
    case "macros": readMacros(entry.value)
    case _ where key.hasSuffix("_alerts") && key != "_alerts":
      readRules(entry.value, category: String(key.dropLast("_alerts".count)))
    default: unknownKey(entry, key)
    }
  }

  private mutating func unknownKey(_ entry: YAMLNode.Entry, _ key: String) {
    var nearest = Spelling.nearest(to: key, in: ["rules", "lists", "macros"])
    for ending in ["_alert", "_alarts", "alerts", "-alerts", "_rules"] where nearest == nil && key.hasSuffix(ending) {
      let prefix = key.dropLast(ending.count)
      if let first = prefix.utf8.first, first.isLetter { nearest = "\(prefix)_alerts" }
    }
    let help = key == "tests" ? "tests of their own stand in a file whose name ends in .test.yaml" : nil
    report.add(
      .unknownKey, "unknown key '\(key)' at the top of the file", at: entry.keyRange,
      label: nearest.map { "did you mean '\($0)'?" } ?? "expected rules, …_alerts, lists or macros", help: help)
  }

  // MARK: Rules

  private mutating func readRules(_ node: YAMLNode, category: String?) {
    if node.isNull { return }
    guard let items = report.sequence(node, expected: "a list of rules", example: "'- name: …' for each rule") else {
      return
    }
    file.rules.reserveCapacity(file.rules.count + items.count)
    for item in items {
      var reader = RuleReader(category: category, hasBrokenMerge: hasBrokenMerge(item))
      reader.read(item)
      report.diagnostics.append(contentsOf: reader.report.diagnostics)
      guard let rule = reader.rule.take() else { continue }
      if let node = reader.tests { tests.append(InlineTests(rule: rule.name.value, node: node)) }
      file.rules.append(consume rule)
    }
  }

  private func hasBrokenMerge(_ rule: YAMLNode) -> Bool {
    guard !brokenMerges.isEmpty else { return false }
    let first = brokenMerges.partitioningIndex { $0 >= rule.range.start }
    return first < brokenMerges.count && brokenMerges[first] < rule.range.end
  }

  // MARK: Lists

  private mutating func readLists(_ node: YAMLNode) {
    for entry in report.entries(node, expected: "a mapping of names to lists") {
      let name = report.declaredName(entry, of: "list", sigil: "$")
      let items = report.sequence(entry.value, expected: "a list of strings or numbers", example: "[a, b]")
      // Declared also where it is faulty, so that no one is told that the name is unknown.
      let elements = listElements(items ?? [])
      if let name { file.lists.append(ListDeclaration(name: name, elements: elements)) }
    }
  }

  private mutating func listElements(_ items: [YAMLNode]) -> [Literal] {
    var elements: [Literal] = []
    for item in items {
      guard let literal = listElement(item) else { continue }
      if let first = elements.first, (first.number == nil) != (literal.number == nil) {
        let kinds = first.number == nil ? ("a number", "strings") : ("a string", "numbers")
        report.add(
          .invalidListDeclaration, "\(kinds.0) in a list of \(kinds.1)", at: item.range,
          label: "all elements are strings or all are numbers")
        continue
      }
      elements.append(literal)
    }
    return elements
  }

  private mutating func listElement(_ item: YAMLNode) -> Literal? {
    if case .scalar(let scalar) = item.content {
      switch scalar.value {
      case .string: return .string(scalar.text)
      case .integer(let value): return .number(Double(value))
      case .float(let value) where value.isFinite: return .number(value)
      default: break
      }
    }
    report.add(
      .invalidListDeclaration, "expected a string or a number, got \(item.typeName)", at: item.range,
      label: item.isScalar ? "quotes make it a string" : nil)
    return nil
  }

  // MARK: Macros

  private mutating func readMacros(_ node: YAMLNode) {
    for entry in report.entries(node, expected: "a mapping of names to conditions") {
      let name = report.declaredName(entry, of: "macro", sigil: "@")
      var reader = ConditionReader()
      let body = reader.expression(entry.value)
      report.diagnostics.append(contentsOf: reader.report.diagnostics)
      if let name, let body { file.macros.append(MacroDeclaration(name: name, body: body)) }
    }
  }
}
