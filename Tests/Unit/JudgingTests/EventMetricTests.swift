import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

@Suite("Metrics of one's own in rules on single events")
struct EventMetricTests {
  @Test("a bare name reads the event's own sample, and an event without one is no match")
  func bareName() throws {
    let run = try RuleRun(
      """
      rules:
        - {name: a, on: event, condition: toxicity > 0.8 and tier == "gold", annotations: {s: "{{ toxicity }}"}}
      """)
    run.feed([
      (1, #""service":"a","attributes":{"tier":"gold"},"metrics":{"toxicity":0.5}"#),
      (2, #""service":"a","attributes":{"tier":"gold","toxicity":"0.9"}"#),
      (3, #""service":"a","attributes":{"tier":"free"},"metrics":{"toxicity":0.9}"#),
      (4, #""service":"a","attributes":{"tier":"gold"},"metrics":{"toxicity":0.9}"#),
    ])
    run.engine.finish(drain: .zero)
    #expect(run.transitions == ["4 a firing warning"])
    #expect(run.all.first?.annotations.first?.text == "0.9")
    #expect(run.all.first?.evidence.map(\.name) == ["toxicity", "tier"])
  }
}
