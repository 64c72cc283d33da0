import RuleCompiler
import SentinelDiagnostics
import Testing

/// One fault has one finding.
@Suite struct OneFindingTests {
  private static let expressions: [(String, [String])] = [
    ("1<2<3", ["SR209"]),
    ("value > 5 > 3", ["SR209"]),
    ("50 % > 1", ["SR207"]),
    ("value | 5 > 3", ["SR213", "SR301"]),
    ("value in [llm]", ["SR216"]),
    ("value > 5 && & 3", ["SR204"]),
    ("value > 5 & value > 3", ["SR213"]),
    ("value > 5 and value < 3 and coumt > 3", ["SR224"]),
    ("rate(5m) > 3/s", ["SR207"]),
    ("rate(5m) > 6/min", ["SR414"]),
  ]

  @Test("an expression with an error isn't said to hold always or never", arguments: expressions)
  func expression(_ condition: String, _ codes: [String]) {
    #expect(Compilation(condition: condition).findings.map(\.code.id).sorted() == codes)
  }

  @Test("an error in one expression hides nothing that is said of another")
  func otherExpressions() {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: llm_requests, condition: coumt > 3}
        - {name: b, metric: llm_requests, condition: value > 5 and value < 3}
        - {name: c, metric: llm_requests, condition: coumt > 3}
      """)
    #expect(compilation.findings.map(\.code.id) == ["SR224", "SR404", "SR224"])
  }

  private static let rules: [(String, String)] = [
    ("metric: llm_requests, every: 10ms, for: 3s, condition: value > 3", "SR107"),
    ("metric: llm_requests, window: 1.5h, condition: zscore > 3", "SR106"),
    ("metric: 5, condition: value > 3", "SR103"),
    ("metric: llm_requests, by: model, condition: value > 3 and model == 'x'", "SR110"),
    ("metric: llm_requests, by: model, condition: value > 3, annotations: {s: '{{ model }}'}", "SR110"),
    ("on: evnt, condition: prompt contains 'x'", "SR108"),
    ("metric: llm_requests, enabled: True, condition: value > 3", "SR103"),
    ("metric: llm_requests, enabled: FALSE, condition: value > 3", "SR103"),
    ("<<: *nowhere", "SR011"),
    ("<<: [*nowhere]", "SR011"),
    ("<<: 5", "SR012"),
  ]

  @Test("what follows from a value that can't be read isn't reported beside it", arguments: rules)
  func rule(_ keys: String, _ code: String) {
    #expect(Compilation("rules:\n  - {name: a, \(keys)}\n").findings.map(\.code.id) == [code])
  }

  @Test("a rule whose merge key brings something still needs its keys")
  func missingKeys() {
    let text = "rules:\n  - {name: a, <<: *x}\n  - {name: b, by: *y, metric: llm_requests}\n"
    #expect(Compilation(text).findings.map(\.code.id) == ["SR011", "SR102", "SR011"])
  }
}
