import Foundation
import RuleParser
import RuleSyntax
import SentinelCommands
import SentinelDiagnostics
import SentinelPlugin
import Testing
import YAMLTree

@Suite("Shipped rules")
struct ShippedRulesTests {
  @Test("check finds nothing to say about the shipped rules and their tests")
  func check() {
    let run = SentinelRun(["check", "--strict", Repository.path("Rules")])
    #expect(run.status == .done, "\(run.output)")
  }

  @Test("each folder of rules stands alone", arguments: ["latency", "cost", "availability", "seed"])
  func folder(name: String) {
    let run = SentinelRun(["check", "--strict", Repository.path("Rules/\(name)")])
    #expect(run.status == .done, "\(run.output)")
  }

  @Test("the tests of the shipped rules pass")
  func tests() {
    let run = SentinelRun(["test", Repository.path("Rules")])
    #expect(run.status == .done, "\(run.output)")
  }

  @Test("each rule has a test in which it fires and one in which it never does")
  func firingAndSilent() throws {
    let tests = try RuleTestFiles.all()
    for rule in try Self.rules() {
      let name = rule.name.value
      #expect(tests.contains { $0.states(of: name).contains("firing") }, "no test of '\(name)' fires")
      #expect(
        tests.contains { test in
          let states = test.states(of: name)
          return !states.isEmpty && states.allSatisfy { $0 == "inactive" }
        }, "no test of '\(name)' stays silent")
    }
  }

  @Test("each rule says what it finds, what to do, and has a runbook")
  func annotations() throws {
    let runbooks = try Repository.text("Docs/HowTo/runbooks.md")
    for category in ["latency", "cost", "availability"] {
      for file in try Self.files("Rules/\(category)") where !file.hasSuffix(".test.yaml") {
        let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let text = try Repository.text(file)
        #expect(text.contains("name: \(name)\n"), "\(file) holds the rule it is named after")
        for key in ["description: ", "summary: ", "action: ", "severity:", "labels: {component: \(category)}"] {
          #expect(text.contains(key), "\(file) has '\(key)'")
        }
        #expect(text.contains("runbook_url: Docs/HowTo/runbooks.md#\(name)\n"), "\(file) leads to its runbook")
        #expect(runbooks.contains("\n### \(name)\n"), "there is a runbook of '\(name)'")
      }
    }
  }

  @Test("the seed rules are those of the plan, to the letter")
  func seed() throws {
    #expect(
      try Repository.text("Rules/seed/seed.yaml") == """
        latency_alerts:
          - name: high_p99_latency
            metric: llm_request_duration_p99
            condition: value > (p50 * 3)
            duration: 5m
            severity: critical
          - name: latency_spike
            metric: llm_request_duration_avg
            condition: zscore(1h) > 3
            duration: 2m
            severity: warning
        cost_alerts:
          - name: daily_budget_exceeded
            metric: llm_total_cost_usd
            condition: value > 1000
            window: 1d
            severity: critical
          - name: unusual_token_usage
            metric: llm_tokens_used
            condition: zscore(24h) > 2
            duration: 15m
            severity: warning
          - name: cost_acceleration
            metric: llm_cost_rate
            condition: rate(1h) > rate(24h) * 2
            severity: warning

        """)
  }

  private static func rules() throws -> [RuleDeclaration] {
    var diagnostics = Diagnostics()
    let rules = try RuleTestFiles.folders.flatMap { try files("Rules/\($0)") }.filter { !$0.hasSuffix(".test.yaml") }
      .flatMap { file in
        let source = SourceText(path: file, bytes: Array(try Repository.text(file).utf8))
        return RuleFileParser.parse(source, diagnostics: &diagnostics).file.rules
      }
    try #require(rules.count >= 17, "twelve rules or more, and the five of the plan")
    return rules
  }

  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Repository.path(folder)).sorted().map { "\(folder)/\($0)" }
  }
}

/// The tests that come with the rules, as far as the tests of them look into them.
struct RuleTestFiles {
  static let folders = ["latency", "cost", "availability", "seed"]

  struct Test {
    /// Rule and state of each expectation.
    var expected: [(rule: String, state: String)]

    func states(of rule: String) -> [String] { expected.filter { $0.rule == rule }.map(\.state) }
  }

  static func all() throws -> [Test] {
    var diagnostics = Diagnostics()
    return try folders.flatMap { try ShippedRulesTests.files("Rules/\($0)") }.filter { $0.hasSuffix(".test.yaml") }
      .flatMap { file in
        let source = SourceText(path: file, bytes: Array(try Repository.text(file).utf8))
        let root = YAMLParser.parse(source, diagnostics: &diagnostics)
        return root.map { tests($0) } ?? []
      }
  }

  private static func tests(_ root: YAMLNode) -> [Test] {
    (root["tests"]?.elements ?? []).map { test in
      Test(
        expected: (test["expect"]?.elements ?? []).map { (($0["rule"]?.text ?? ""), ($0["state"]?.text ?? "")) })
    }
  }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key.text == key }?.value
  }

  fileprivate var elements: [YAMLNode] {
    if case .sequence(let nodes) = content { nodes } else { [] }
  }

  fileprivate var text: String? {
    if case .scalar(let scalar) = content { scalar.text } else { nil }
  }
}
