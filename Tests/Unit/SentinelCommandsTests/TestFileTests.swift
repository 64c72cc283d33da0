import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing
import YAMLTree

import SentinelCommands

@Suite("Test files")
struct TestFileTests {
  private func parse(_ text: String) throws -> (tests: [RuleTest], findings: [String]) {
    var diagnostics = Diagnostics()
    let root = try #require(
      YAMLParser.parse(SourceText(path: "a.test.yaml", text: text), diagnostics: &diagnostics))
    var parser = TestFileParser()
    let tests = parser.tests(inFile: root)
    diagnostics.append(contentsOf: parser.diagnostics)
    let findings = diagnostics.sorted.map { finding in
      let place = finding.range.source.position(of: finding.range.start)
      return "\(place.line):\(place.column) \(finding.code.id)"
    }
    return (tests, findings)
  }

  @Test("a test has rules, series, events and expectations")
  func whole() throws {
    let (tests, findings) = try parse(
      """
      tests:
        - name: a spike fires
          rules: [latency.yaml]
          input:
            - metric: llm_request_duration_seconds
              labels: {service: chat, n: 5}
              every: 30s
              values: 0.5x3 _ 2
          events: [{at: 0, prompt: "x", metrics: {q: 1.5}}]
          expect:
            - {at: 63m, rule: spike, state: firing, labels: {service: chat}, severity: critical, value: 4}
      """)
    #expect(findings.isEmpty)
    let test = try #require(tests.first)
    #expect(test.name.value == "a spike fires" && test.ruleFiles.map(\.value) == ["latency.yaml"])
    #expect(test.input.first?.values.count == 5 && test.input.first?.every == .seconds(30))
    #expect(test.input.first?.labels["n"] == "5")
    #expect(test.events.first?.members.map(\.key.text) == ["prompt", "metrics"])
    let expected = try #require(test.expectations.first)
    #expect(expected.at == .minutes(63) && expected.state == .firing && expected.severity == .critical)
    #expect(expected.value == 4 && expected.labels["service"] == "chat")
  }

  @Test("rules at the top of the file hold for tests without their own")
  func sharedRules() throws {
    let (tests, findings) = try parse(
      """
      rules: [a.yaml]
      tests:
        - {name: x, expect: [{at: 1m, rule: r, state: inactive}]}
        - {name: y, rules: [b.yaml], expect: [{at: 1m, rule: r, state: inactive}]}
      """)
    #expect(findings.isEmpty)
    #expect(tests.map { $0.ruleFiles.map(\.value) } == [["a.yaml"], ["b.yaml"]])
  }

  @Test(
    "each mistake is reported with code and place",
    arguments: [
      ("test: []", ["1:1 SR501", "1:1 SR502"]),
      ("tests: 3", ["1:8 SR103"]),
      ("tests: [3]", ["1:9 SR103"]),
      ("tests: [{name: x, rules: [r]}]", ["1:10 SR502"]),
      ("tests: [{name: x, expect: [{at: 1m, rule: r, state: inactive}]}]", ["1:16 SR502"]),
      ("tests: [{name: x, rules: [r], expect: []}]", ["1:39 SR509"]),
      ("tests: [{name: x, rules: r, expect: [{at: 1m, rule: r, state: firing}]}]", ["1:26 SR103"]),
      ("tests: [{name: x, rules: [r], expect: [{at: 1.5m, rule: r, state: fire}]}]", ["1:45 SR106", "1:67 SR504"]),
      (
        "tests: [{name: x, rules: [r], expect: [{at: 1m, rule: r, state: firing, severity: bad, value: x}]}]",
        ["1:83 SR108", "1:95 SR103"]
      ),
      (
        "tests: [{name: x, rules: [r], input: [{metric: m, values: 1x y, every: 0s}], expect: [{at: 1m, rule: r, state: firing}]}]",
        ["1:59 SR503", "1:72 SR107"]
      ),
      (
        "tests: [{name: x, rules: [r], input: [{metric: m, values: 1 y}], expect: [{at: 1m, rule: r, state: firing}]}]",
        ["1:61 SR503"]
      ),
      (
        "tests: [{name: x, rules: [r], events: [{at: 0s, promt: x}], expect: [{at: 1m, rule: r, state: firing}]}]",
        ["1:49 SR501"]
      ),
      (
        "{rules: [r], tests: [{name: x, expect: [{at: 1m, rule: r, state: firing}]}, {name: x, expect: [{at: 2m, rule: r, state: firing}]}]}",
        ["1:84 SR514"]
      ),
      ("tests: [{name: x, rules: [r], expect: [{at: 500d, rule: r, state: firing}]}]", ["1:16 SR510"]),
    ])
  func faults(text: String, findings: [String]) throws { #expect(try parse(text).findings == findings) }

  @Test("a few bytes that stand for billions of samples cost no memory and are reported")
  func bomb() throws {
    let series = Array(repeating: "{metric: m, values: 1x1000000 }", count: 5_000).joined(separator: ", ")
    let text = "tests: [{name: x, rules: [r], input: [\(series)], expect: [{at: 1m, rule: r, state: firing}]}]"
    #expect(try parse(text).findings == ["1:16 SR510"])
  }
}
