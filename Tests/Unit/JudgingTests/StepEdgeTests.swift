import SentinelModel
import SentinelRuntime
import Testing

/// Events at the very end of a step belong to it: all of them, one after the other.
@Suite("Steps of rules on events, at their edges")
struct StepEdgeTests {
  /// Two tokens a second for 20 s, then two events at 20 s, the second of them huge, and one more behind them.
  private func evidence(_ call: String) throws -> [Double] {
    let run = try RuleRun(
      "rules: [{name: r, on: event, every: 100ms, keep_firing_for: 0s, metric: llm_input_tokens,"
        + " condition: '\(call) > 1000000 or true'}]")
    let calm = (0..<20).map { (Double($0) + 0.5, "\"input_tokens\":\(10 + $0 % 3)") }
    run.feed(calm + [(20, "\"input_tokens\":1"), (20, "\"input_tokens\":5000"), (20.5, "\"input_tokens\":1")])
    run.engine.finish()
    return run.all.filter { $0.state == .firing }.suffix(2).map { transition in
      guard case .number(let value)? = transition.evidence.first(where: { $0.name == call })?.value else { return .nan }
      return value
    }
  }

  @Test("a score of a step counts each event at the step's end", arguments: ["zscore(12s, step=1s)"])
  func scoreAtTheEdge(call: String) throws {
    let values = try evidence(call)
    #expect(values.count == 2)
    #expect(values.last ?? 0 > 1_000)
  }

  @Test("an average over steps takes in the events at a step's end")
  func averageAtTheEdge() throws {
    let values = try evidence("ewma_zscore(step=1s)")
    #expect(values.count == 2)
    #expect(values.last ?? 0 > 1_000)
  }
}
