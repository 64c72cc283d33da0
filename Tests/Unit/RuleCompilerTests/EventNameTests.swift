import RuleCompiler
import SentinelDiagnostics
import SentinelModel
import Testing

/// Bare names that nobody declares, in rules on single events ([P20]).
@Suite struct EventNameTests {
  private static let keys = "'on': event\n    by: [mine]"

  private static let numeric: [(String, [Program.Operation])] = [
    ("m > 5", [.eventMetric(0), .push(5), .greater]),
    ("5 < m", [.push(5), .eventMetric(0), .less]),
    ("m == 5", [.eventMetric(0), .push(5), .equal]),
    ("m - 1 > input_tokens", [.eventMetric(0), .push(1), .subtract, .eventNumber(.inputTokens), .greater]),
    ("input_tokens < m * 2", [.eventNumber(.inputTokens), .eventMetric(0), .push(2), .multiply, .less]),
    ("-m < 3", [.eventMetric(0), .negate, .push(3), .less]),
    ("m in [1, 2]", [.eventMetric(0), .isInNumbers([1, 2])]),
    ("m not in [1]", [.eventMetric(0), .isInNumbers([1]), .not]),
    ("m > n", [.eventMetric(0), .eventMetric(1), .greater]),
  ]

  @Test("against a number an unknown name is a metric of the event, with a warning", arguments: numeric)
  func metrics(_ condition: String, _ expected: [Program.Operation]) throws {
    let compilation = Compilation(condition: condition, keys: Self.keys)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.rules.first?.levels.first?.program.operations == expected)
    #expect(Set(compilation.findings.map(\.code.id)) == ["SR401"])
    #expect(plan.metrics.allSatisfy(\.isCustom) && plan.rules.first?.namedMetrics == Array(plan.metrics.indices))
  }

  private static let textual: [(String, [Program.Operation])] = [
    ("m == \"x\"", [.stringEqual(.label(.label("m")), .literal("x"))]),
    ("m in [\"x\"]", [.stringIsIn(.label(.label("m")), ["x"])]),
    ("m == n", [.stringEqual(.label(.label("m")), .label(.label("n")))]),
    ("m contains \"x\"", [.stringContains(.label(.label("m")), .literal("x"))]),
  ]

  @Test("against a text it is an attribute", arguments: textual)
  func attributes(_ condition: String, _ expected: [Program.Operation]) throws {
    let compilation = Compilation(condition: condition, keys: Self.keys)
    #expect(compilation.findings.isEmpty)
    #expect(compilation.plan?.rules.first?.levels.first?.program.operations == expected)
  }

  @Test("evidence has the metric's value at its place among the others")
  func evidence() throws {
    let compilation = Compilation(condition: "m > input_tokens and m > n", keys: Self.keys)
    let evidence = try #require(compilation.plan?.rules.first?.levels.first?.evidence)
    #expect(evidence.map(\.text) == ["m", "input_tokens", "n"])
    #expect(
      evidence.map(\.program.operations) == [[.eventMetric(0)], [.eventNumber(.inputTokens)], [.eventMetric(1)]])
  }

  private static let faults: [(String, String, String)] = [
    // One slip away from a known name, it is that.
    ("inptu_tokens > 5", "SR224", "inptu_tokens"),
    ("coumt > 5", "SR224", "coumt"),
    ("promt contains \"x\"", "SR224", "promt"),
    // Labels are texts, and so are attributes with dots.
    ("model > 5", "SR302", "5"),
    ("mine > 5", "SR302", "5"),
    ("a.b > 5", "SR302", "5"),
    // Fields that rules don't read.
    ("timestamp > 5", "SR302", "5"),
    ("ttft_ms > 5", "SR302", "5"),
  ]

  @Test("what can be neither is an error", arguments: faults)
  func fault(_ condition: String, _ code: String, _ text: String) {
    let compilation = Compilation(condition: condition, keys: Self.keys)
    #expect(compilation.findings.map(\.code.id) == [code])
    #expect(compilation.firstError?.text == text)
  }

  @Test("names not far from known ones, as people's own metrics have them, are no slips")
  func ownNames() {
    for name in ["score", "cost_eur", "risk", "rank", "sim", "tokens", "input_tokens2"] {
      #expect(Compilation(condition: "\(name) > 5", keys: Self.keys).findings.map(\.code.id) == ["SR401"], "\(name)")
    }
  }

  @Test("an annotation shows such a metric without a second warning")
  func template() {
    let keys = Self.keys + "\n    annotations: {s: '{{ m }}'}"
    #expect(Compilation(condition: "m > 5", keys: keys).findings.map(\.code.id) == ["SR401"])
    #expect(Compilation(condition: "input_tokens > 5", keys: keys).findings.map(\.code.id) == ["SR321"])
  }
}
