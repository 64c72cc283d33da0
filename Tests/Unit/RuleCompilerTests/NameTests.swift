import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

/// What bare names stand for ([P20], [P21], [P56], [P60]).
@Suite struct NameTests {
  private func operations(_ condition: String, _ keys: String) throws -> (ops: [Program.Operation], plan: RuleSetPlan) {
    let compilation = Compilation(condition: condition, keys: keys)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    return (try #require(plan.rules.first?.levels.first?.program.operations), plan)
  }

  @Test("a metric's name is its default aggregate over the rule's window")
  func metric() throws {
    let plan = try operations("error_rate > 5%", "metric: depth\n    window: 30s").plan
    #expect(plan.calls.last?.function == .aggregate(.avg))
    #expect(plan.calls.last?.window == .seconds(30))
  }

  @Test("a function comes before a label of 'by', a label before a rule")
  func order() throws {
    #expect(try operations("count > 1", "metric: depth\n    by: [count]").plan.calls.count == 2)
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, by: [b], condition: b == "x"}
        - {name: b, metric: depth, condition: value > 1}
      """)
    #expect(compilation.plan?.rules.first?.levels.first?.program.operations == [.stringEqual(.group(0), .literal("x"))])
  }

  @Test("a bare rule name is firing(…); one named like a metric is reached by firing only")
  func rules() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, condition: 'b and firing("error_rate")'}
        - {name: b, metric: depth, condition: value > 1}
        - {name: error_rate, metric: error_rate, condition: value > 5%}
      """)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.rules.map(\.name) == ["b", "error_rate", "a"])
    #expect(plan.rules.last?.levels.first?.program.operations == [.firing(rule: 0), .firing(rule: 1), .and])
    #expect(plan.rules.last?.namedRules == [0, 1])
    #expect(compilation.warnings.map(\.code.id) == ["SR410"])
  }

  @Test("labels and attributes in 'where' are those of the sample")
  func filters() throws {
    let (_, plan) = try operations(
      "value > 1", #"metric: depth"# + "\n    where: 'region.zone == \"eu\" and attributes[\"x\"] != \"\"'")
    #expect(
      plan.spaces.first?.filter?.operations == [
        .stringEqual(.label(.label("region.zone")), .literal("eu")),
        .stringEqual(.label(.attribute("x")), .literal("")), .not, .and,
      ])
  }

  private static let eventNames: [(String, [Program.Operation])] = [
    ("input_tokens > 5", [.eventNumber(.inputTokens), .push(5), .greater]),
    ("duration_ms > 5", [.eventMilliseconds(.durationSeconds), .push(5), .greater]),
    ("duration_seconds > 5s", [.eventNumber(.durationSeconds), .push(5), .greater]),
    ("prompt contains \"x\"", [.stringContains(.text(.prompt), .literal("x"))]),
    ("lower(response) == \"x\"", [.stringEqual(.lowered(.text(.response)), .literal("x"))]),
    ("status == \"error\"", [.stringEqual(.label(.label("status")), .literal("error"))]),
    ("service == \"x\"", [.stringEqual(.label(.label("service")), .literal("x"))]),
    ("attributes[\"a\"] == \"x\"", [.stringEqual(.label(.attribute("a")), .literal("x"))]),
    ("region.zone == \"x\"", [.stringEqual(.label(.label("region.zone")), .literal("x"))]),
    ("value > 3", [.eventMetric(0), .push(3), .greater]),
    ("depth > 3", [.eventMetric(0), .push(3), .greater]),
    ("sum(10m) > 3", [.call(0), .push(3), .greater]),
    ("true", [.push(1)]),
  ]

  @Test("in rules on events, names are fields, labels and metrics of the event first", arguments: eventNames)
  func events(_ condition: String, _ expected: [Program.Operation]) throws {
    let (operations, plan) = try operations(condition, "metric: depth\n    'on': event")
    #expect(operations == expected)
    #expect(plan.rules.first?.value == nil)
    #expect(plan.rules.first?.metric == 0)
    #expect(plan.spaces.first?.mode == .event)
    #expect(plan.rules.first?.keepFiringFor == .minutes(5))
  }

  private static let faultCases: [(String, String, String, String)] = [
    ("value > 5 and tenant == \"acme\"", "metric: depth", "SR316", "tenant"),
    ("value > 5 and a.b == \"acme\"", "metric: depth", "SR316", "a.b"),
    ("value > 5 and attributes[\"x\"] == \"\"", "metric: depth", "SR316", "attributes[\"x\"]"),
    ("value > 5 and coumt > 3", "metric: depth", "SR224", "coumt"),
    ("value > 5", "by: []", "SR314", "value"),
    ("p50 > 5", "by: []", "SR314", "p50"),
    ("avgg(5m) > 5", "metric: depth", "SR203", "avgg"),
    ("error_rate(5m) > 5", "metric: depth", "SR203", "error_rate"),
    ("firing(\"nobody\")", "metric: depth", "SR223", "\"nobody\""),
    ("promt contains \"x\"", "'on': event", "SR224", "promt"),
    ("value > 1", "'on': event", "SR314", "value"),
    ("value > 1", "metric: depth\n    where: count > 5", "SR317", "count"),
    ("value > 1", "metric: depth\n    where: value > 5", "SR317", "value"),
    ("value > 1", "metric: depth\n    where: error_rate > 5", "SR317", "error_rate"),
    ("value > 1", "metric: depth\n    where: lower(model) == 'x'", "SR317", "lower(model)"),
    ("value > 1", "metric: depth\n    where: prompt contains 'x'", "SR317", "prompt"),
    ("value > 1", "metric: depth\n    where: tenant > 5", "SR302", "5"),
    ("value > 1", "metric: depth\n    where: tenant", "SR303", "tenant"),
  ]

  @Test("names that stand for nothing here are errors at the name", arguments: faultCases)
  func faults(_ condition: String, _ keys: String, _ code: String, _ text: String) {
    let compilation = Compilation(condition: condition, keys: keys)
    #expect(compilation.errors.map(\.code.id) == [code])
    #expect(compilation.firstError?.text == text)
    #expect(compilation.plan == nil)
  }

  @Test("an unknown name names the nearest known one")
  func suggestions() {
    #expect(Compilation(condition: "coumt > 3").errors.first?.label == "did you mean 'count'?")
    #expect(Compilation(condition: "zcore(1h) > 3").errors.first?.label == "did you mean 'zscore'?")
    #expect(
      Compilation(condition: "avg(llm_cost_uds, 5m) > 5").warnings.first?.label == "did you mean 'llm_cost_usd'?")
  }
}
