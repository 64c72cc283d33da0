import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

@Suite("Rules that ask about rules")
struct RulesOnRulesTests {
  static let chain = """
    rules:
      - {name: a, metric: m, condition: absent(5m), for: 30h}
      - {name: b, condition: a, for: 40h}
    """

  @Test("a long silence isn't skipped before what rules wait for one after the other has come")
  func chainInSilence() throws {
    let run = try RuleRun(Self.chain)
    run.feedGauge([(10, 1), (20 * 86_400, 1)])
    let fires = 310 + 30 * 3_600 + 40 * 3_600
    #expect(run.transitions.contains("\(fires) b firing warning"))
  }

  @Test("the end of the input drains as a silence does, and open alerts last until its end")
  func chainInDrain() throws {
    let run = try RuleRun(Self.chain)
    run.feedGauge([(10, 1)])
    run.engine.finish(drain: .days(20))
    let fires = 310 + 30 * 3_600 + 40 * 3_600
    #expect(run.transitions.contains("\(fires) b firing warning"))
    let b = try #require(run.engine.report.rules.first { $0.name == "b" })
    #expect(b.firingTime == .days(20) + .seconds(10) - .seconds(Int64(fires)))
  }

  @Test("a rule that only asks about a rule on events has that rule's groups from their first sample on [P16, P17]")
  func groupsOfEventRules() throws {
    let run = try RuleRun(
      """
      rules:
        - {name: x, on: event, metric: llm_requests, condition: prompt == "x", keep_firing_for: 10s}
        - {name: calm, condition: not x}
      """)
    run.feed([(5, "\"prompt\":\"y\""), (25, "\"prompt\":\"x\""), (65, "\"prompt\":\"y\"")])
    run.engine.finish()
    #expect(
      run.transitions == [
        "10 calm firing warning", "25 x firing warning", "30 calm resolved warning", "40 calm firing warning",
        "40 x resolved warning",
      ])
  }

  @Test("a rule that names no metric forgets groups that the rules it names have forgotten")
  func projectedGroupsAreForgotten() throws {
    let run = try RuleRun(
      """
      rules:
        - {name: a, metric: m, by: [user], group_ttl: 1m, window: 10s, condition: value > 5}
        - {name: b, by: [user], max_groups: 2, condition: a}
      """)
    // Five users, two minutes apart: never more than two at a time.
    run.feed((0..<5).map { (Double($0) * 120 + 1, "\"user\":\"u\($0)\",\"metrics\":{\"m\":9}") })
    run.engine.finish()
    let told = run.all.filter { $0.rule == "b" && $0.state == .firing }.map { $0.labels["user"] }
    #expect(told == ["u0", "u1", "u2", "u3", "u4"])
    #expect(run.engine.report.rules.first { $0.name == "b" }?.groups == 1)
  }
}
