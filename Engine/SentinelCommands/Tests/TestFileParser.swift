import RuleParser
import RuleSyntax
package import SentinelDiagnostics
import SentinelIngest
import SentinelModel
package import YAMLTree

/// Reads rule tests from YAML: test files and the `tests:` of rules. Reports every mistake and goes on.
package struct TestFileParser {
  package private(set) var diagnostics = Diagnostics()

  package init() {}

  /// The tests of a test file.
  package mutating func tests(inFile root: YAMLNode) -> [RuleTest] {
    if case .scalar(let scalar) = root.content, scalar.value == .null { return [] }
    guard let file = mapping(root, "a test file", keys: ["rules", "tests"], required: ["tests"]) else { return [] }
    let shared = file["rules"].map { paths($0) }
    guard let nodes = sequence(file["tests"], "tests") else { return [] }
    let tests = nodes.compactMap { test($0, sharedRules: shared, isInline: false) }
    warnOfRepeatedNames(tests)
    return tests
  }

  /// The tests that stand in a rule.
  package mutating func tests(inRule node: YAMLNode) -> [RuleTest] {
    if case .scalar(let scalar) = node.content, scalar.value == .null { return [] }
    guard let nodes = sequence(node, "tests") else { return [] }
    let tests = nodes.compactMap { test($0, sharedRules: nil, isInline: true) }
    warnOfRepeatedNames(tests)
    return tests
  }

  private mutating func warnOfRepeatedNames(_ tests: [RuleTest]) {
    var first: [String: SourceRange] = [:]
    for name in tests.map(\.name) where !name.value.isEmpty {
      guard let known = first[name.value] else {
        first[name.value] = name.range
        continue
      }
      diagnostics.append(
        Diagnostic(
          .repeatedTestName, "a second test has the name '\(name.value)'", at: name.range,
          notes: [.init("the first stands here", at: known)],
          help: "a report names tests by their names; say what is different here"))
    }
  }

  private mutating func test(_ node: YAMLNode, sharedRules: [Located<String>]?, isInline: Bool) -> RuleTest? {
    let keys = ["name", "input", "events", "expect"] + (isInline ? [] : ["rules"])
    guard let test = mapping(node, "a test", keys: keys, required: ["name", "expect"]) else { return nil }
    // A test with faults doesn't run, but what stands in it is read, so that all of them are found.
    let name = text(test["name"], "name") ?? Located("", at: firstKey(of: node))
    let rules = test["rules"].map { paths($0) } ?? sharedRules
    if rules == nil, !isInline {
      report(.missingTestKey, "the test has no rules", at: name.range, help: "add rules: [FILE, …]")
    }
    var result = RuleTest(name: name, ruleFiles: rules ?? [])
    if let input = test["input"] { result.input = (sequence(input, "input") ?? []).compactMap { series($0) } }
    if let events = test["events"] { result.events = (sequence(events, "events") ?? []).compactMap { event($0) } }
    let expected = sequence(test["expect"], "expect") ?? []
    result.expectations = expected.compactMap { expectation($0) }
    if let node = test["expect"], expected.isEmpty, case .sequence = node.content {
      report(.testWithoutExpectation, "the test '\(name.value)' expects nothing", at: node.range)
    }
    checkSize(of: result)
    return result
  }

  private mutating func series(_ node: YAMLNode) -> RuleTest.InputSeries? {
    let keys = ["metric", "labels", "every", "values"]
    guard let series = mapping(node, "a series", keys: keys, required: ["metric", "values"]) else { return nil }
    let every = series["every"].flatMap { duration($0, "every") } ?? .seconds(10)
    if every <= .zero, let node = series["every"] {
      report(.spanOutOfRange, "'every' must be longer than 0s", at: node.range)
    }
    let labels = series["labels"].map { self.labels($0) } ?? LabelSet()
    let metric = text(series["metric"], "metric")
    guard let values = text(series["values"], "values") else { return nil }
    do throws(SeriesNotation.Fault) {
      return RuleTest.InputSeries(
        metric: metric?.value ?? "", labels: labels, every: every, values: try SeriesNotation.read(values.value),
        range: node.range)
    } catch {
      report(
        .invalidSeries, error.message, at: scalar(series["values"])?.range(error.bytes) ?? values.range,
        help: "parts are 5, 0.5x360, 1+0.1x20 and _, separated by blanks")
      return nil
    }
  }

  /// The keys of an event: those that the event reader knows, with `at` for the timestamp.
  private static let eventKeys = ["at"] + EventKey.names.filter { $0 != "timestamp" }

  private mutating func event(_ node: YAMLNode) -> RuleTest.InputEvent? {
    guard let event = mapping(node, "an event", keys: Self.eventKeys, required: ["at"]),
      let at = duration(event["at"], "at"), case .mapping(let entries) = node.content
    else { return nil }
    return RuleTest.InputEvent(at: at, members: entries.filter { $0.key.text != "at" }, range: node.range)
  }

  private mutating func expectation(_ node: YAMLNode) -> RuleTest.Expectation? {
    let keys = ["at", "rule", "state", "labels", "severity", "value"]
    guard let expected = mapping(node, "an expectation", keys: keys, required: ["at", "rule", "state"]) else {
      return nil
    }
    let at = duration(expected["at"], "at")
    let rule = text(expected["rule"], "rule")
    let states: [AlertState] = [.inactive, .pending, .firing, .resolved]
    let state = choice(expected["state"], "state", of: states.map { ($0.rawValue, $0) }, .unknownExpectedState)
    let severity = expected["severity"].flatMap {
      choice($0, "severity", of: Severity.allCases.map { ($0.name, $0) }, .unknownChoice)
    }
    let value = expected["value"].flatMap { number($0, "value") }
    let labels = expected["labels"].map { self.labels($0) } ?? LabelSet()
    guard let rule else { return nil }
    return RuleTest.Expectation(
      at: at ?? .zero, rule: rule, state: state ?? .inactive, labels: labels,
      labelNames: self.keys(of: expected["labels"]), severity: severity, value: value,
      measureKeys: self.keys(of: node).filter { ["severity", "value"].contains($0.value) }, range: node.range)
  }

  /// How many samples and events a test may have, and how far its times may reach.
  static let sampleLimit = 1_000_000
  static let timeLimit = TimeSpan.days(400)

  private mutating func checkSize(of test: RuleTest) {
    let samples = test.input.reduce(test.events.count) { $0 + $1.values.count }
    let seriesEnds = test.input.map { $0.every * Int64($0.values.count) }
    let end = (seriesEnds + test.events.map(\.at) + test.expectations.map(\.at)).max() ?? .zero
    if samples > Self.sampleLimit {
      report(
        .oversizedTest, "the test has \(samples) samples, at most \(Self.sampleLimit) are allowed", at: test.name.range)
    }
    if end > Self.timeLimit {
      report(
        .oversizedTest, "the test runs for \(end.literal), at most \(Self.timeLimit.literal) are allowed",
        at: test.name.range)
    }
  }
}

// MARK: - Nodes

extension TestFileParser {
  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: range, label: label, help: help))
  }

  /// The values of a mapping by key; nil with a finding where the node is none. Required keys that it lacks are
  /// reported.
  private mutating func mapping(
    _ node: YAMLNode, _ what: String, keys: [String], required: [String]
  ) -> [String: YAMLNode]? {
    guard case .mapping(let entries) = node.content else {
      report(.wrongType, "\(what) is a mapping, not \(node.kind)", at: node.range)
      return nil
    }
    var values: [String: YAMLNode] = [:]
    for entry in entries {
      let key = entry.key.text
      if keys.contains(key) {
        values[key] = entry.value
      } else {
        report(
          .unknownTestKey, "\(what) has no key '\(key)'", at: entry.keyRange,
          label: Spelling.nearest(to: key, in: keys).map { "did you mean '\($0)'?" },
          help: keys.count <= 8 ? "the keys are \(keys.joined(separator: ", "))" : nil)
      }
    }
    let missing = required.filter { values[$0] == nil }
    if !missing.isEmpty {
      let names = (missing.count > 1 ? "the keys " : "the key ") + missing.map { "'\($0)'" }.joined(separator: ", ")
      report(.missingTestKey, "\(what) needs \(names)", at: firstKey(of: node))
    }
    return values
  }

  private func firstKey(of node: YAMLNode) -> SourceRange {
    if case .mapping(let entries) = node.content, let first = entries.first { first.keyRange } else { node.range }
  }

  private mutating func sequence(_ node: YAMLNode?, _ key: String) -> [YAMLNode]? {
    guard let node else { return nil }
    guard case .sequence(let nodes) = node.content else {
      report(.wrongType, "'\(key)' is a list, not \(node.kind)", at: node.range)
      return nil
    }
    return nodes
  }

  private func scalar(_ node: YAMLNode?) -> YAMLScalar? {
    if case .scalar(let scalar) = node?.content { scalar } else { nil }
  }

  /// A scalar's text; numbers and booleans count as written.
  private mutating func text(_ node: YAMLNode?, _ key: String) -> Located<String>? {
    guard let node else { return nil }
    guard let scalar = scalar(node), scalar.value != .null else {
      report(.wrongType, "'\(key)' is a text, not \(node.kind)", at: node.range)
      return nil
    }
    return Located(scalar.text, at: scalar.range)
  }

  private mutating func paths(_ node: YAMLNode) -> [Located<String>] {
    guard let nodes = sequence(node, "rules") else { return [] }
    if nodes.isEmpty {
      report(.missingTestKey, "'rules' names no file", at: node.range, help: "write rules: [FILE, …]")
    }
    return nodes.compactMap { text($0, "rules") }
  }

  private mutating func labels(_ node: YAMLNode) -> LabelSet {
    guard case .mapping(let entries) = node.content else {
      report(.wrongType, "'labels' is a mapping, not \(node.kind)", at: node.range)
      return LabelSet()
    }
    return LabelSet(
      entries.compactMap { entry in text(entry.value, entry.key.text).map { (entry.key.text, $0.value) } })
  }

  private func keys(of node: YAMLNode?) -> [Located<String>] {
    guard case .mapping(let entries) = node?.content else { return [] }
    return entries.map { Located($0.key.text, at: $0.keyRange) }
  }

  private mutating func duration(_ node: YAMLNode?, _ key: String) -> TimeSpan? {
    guard let node, let text = text(node, key) else { return nil }
    switch DurationLiteral.read(text.value) {
    case .success(let span): return span
    case .failure(_) where text.value == "0": return .zero
    case .failure(let fault):
      report(.invalidDuration, fault.message, at: text.range, label: fault.label)
      return nil
    }
  }

  private mutating func number(_ node: YAMLNode, _ key: String) -> Double? {
    switch scalar(node)?.value {
    case .integer(let value): return Double(value)
    case .float(let value): return value
    default:
      if let text = scalar(node)?.text, let infinity = ["+Inf": Double.infinity, "-Inf": -.infinity][text] {
        return infinity
      }
      report(.wrongType, "'\(key)' is a number, not \(node.kind)", at: node.range)
      return nil
    }
  }

  private mutating func choice<Value>(
    _ node: YAMLNode?, _ key: String, of choices: [(name: String, value: Value)], _ code: DiagnosticCode
  ) -> Value? {
    guard let node, let text = text(node, key) else { return nil }
    if let match = choices.first(where: { $0.name == text.value }) { return match.value }
    let names = choices.map(\.name)
    report(
      code, "'\(text.value)' is no \(key)", at: text.range,
      label: Spelling.nearest(to: text.value, in: names).map { "did you mean '\($0)'?" },
      help: "'\(key)' is one of \(names.joined(separator: ", "))")
    return nil
  }
}
