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

  @Test("a resolved alert tells again what raised it, not the silence in which it ends")
  func resolved() throws {
    let run = try RuleRun(
      """
      rules:
        - name: a
          on: event
          by: [service]
          annotations: {s: "{{ toxicity }}"}
          keep_firing_for: 1m
          severity: {warning: 'prompt contains "ss" and toxicity > 0.8', critical: 'length(prompt) > 4'}
      """)
    run.feed([
      (1, #""model":"m","prompt":"ss","metrics":{"toxicity":0.9}"#),
      (2, #""model":"m","prompt":"a ss b","metrics":{"toxicity":0.85}"#),
      (3, #""model":"n","prompt":"ss","metrics":{"toxicity":0.95}"#),
    ])
    run.engine.finish(drain: .minutes(2))
    #expect(run.transitions == ["1 a firing warning", "2 a firing critical", "70 a resolved critical"])
    #expect(run.all.last?.annotations.map(\.text) == ["0.85"])
    #expect(run.all.last?.evidence.map(\.value) == run.all.dropLast().last?.evidence.map(\.value))
  }
}
