import SentinelModel
import SentinelRules
import SentinelRuntime
import SentinelTestKit
import Testing

@Suite("Instants without events")
struct SilenceTests {
  private static let rules = [
    "{name: gone, metric: m, condition: absent(5m), keep_firing_for: 1m}",
    "{name: held, metric: m, window: 3h, condition: max > 2, for: 90m, keep_firing_for: 2h, group_ttl: 9h}",
    "{name: late, metric: m, condition: 'count(1h, offset=5h) > 0', for: 10m}",
    "{name: early, metric: m, condition: 'count(1h, offset=5h) >= 0'}",
    "{name: shifted, metric: m, every: 7s, window: 1d, condition: avg > 1 and count < 30}",
    "{name: rated, metric: llm_tokens_used, condition: rate(2h) > 0.01, keep_firing_for: 5m}",
    "{name: score, metric: m, condition: 'zscore(2h, step=10m, min_points=3) < 5', no_data: keep}",
    "{name: average, metric: llm_requests, condition: 'ewma_zscore(0.3, step=10m, min_points=3) < -0.5'}",
    "{name: line, metric: m, condition: 'forecast_lower(2h, step=10m, min_points=3, horizon=3h) < 0'}",
    "{name: tail, metric: m, condition: 'p90(4h) > 1 and p50(30m, offset=2h) > 1', no_data: alert, for: 1h}",
    "{name: moved, metric: m, condition: change(90m) < -0.1}",
    "{name: drift, metric: m, condition: 'psi(2h, baseline=6h, min_points=2) > 0.1'}",
    "{name: users, metric: m, condition: 'distinct(m, user, 3h) > 1', for: 30m}",
    "{name: levels, metric: m, severity: {warning: 'sum(2h) > 1', critical: 'sum(40m) > 1'}, for: 20m}",
    "{name: once, on: event, metric: m, condition: value > 3, keep_firing_for: 4h}",
    "{name: chained, condition: 'once or held', for: 15m, every: 1m}",
    "{name: unheard, by: [service], condition: not gone, for: 2h}",
  ]

  private static func events(_ random: inout SeededRandom) -> [(second: Double, json: String)] {
    var clock = 0.0
    return (0..<40).map { _ in
      let isLong = Int.random(in: 0...5, using: &random) == 0
      clock += Double(Int.random(in: 1...(isLong ? 200_000 : 900), using: &random))
      let value = Double(Int.random(in: 0...40, using: &random)) / 8
      let labels =
        "\"service\":\"s\(Int.random(in: 0...1, using: &random))\",\"user\":\"u\(Int.random(in: 0...3, using: &random))\""
      return (
        clock, "\(labels),\"input_tokens\":\(Int.random(in: 0...90, using: &random)),\"metrics\":{\"m\":\(value)}"
      )
    }
  }

  @Test("transitions and counts are the same whether instants are left out or not", arguments: UInt64(1)...12)
  func skipping(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let chosen = Self.rules.filter { _ in Int.random(in: 0...2, using: &random) > 0 }
    let known = chosen.filter { rule in
      let needed = ["chained": ["once", "held"], "unheard": ["gone"]]
      let name = String(rule.dropFirst("{name: ".count).prefix { $0 != "," })
      return (needed[name] ?? []).allSatisfy { other in chosen.contains { $0.hasPrefix("{name: \(other),") } }
    }
    let text = "rules:\n" + known.map { "  - \($0)\n" }.joined()
    let events = Self.events(&random)
    let runs = try [true, false].map { skipsSilence in
      let run = try RuleRun(text, skipsSilence: skipsSilence)
      run.feed(events)
      run.engine.finish(drain: .days(2))
      return run
    }
    #expect(runs[0].transitions == runs[1].transitions)
    #expect(runs[0].transitions.count > 10)
    for (left, right) in zip(runs[0].engine.report.rules, runs[1].engine.report.rules) {
      #expect(left.evaluations == right.evaluations && left.unknownReasons == right.unknownReasons)
      #expect(left.firingTime == right.firingTime && left.groups == right.groups)
    }
  }

  @Test("an alert that fired all through a long silence keeps firing as long as it should behind it")
  func heldThroughSilence() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: absent(5m), keep_firing_for: 1m}]")
    let later = 20.0 * 86_400
    run.feed([(10, "\"metrics\":{\"m\":1}"), (later, "\"metrics\":{\"m\":1}"), (later + 100, "")])
    run.engine.finish()
    #expect(run.transitions == ["310 r firing warning", "\(Int(later) + 50) r resolved warning"])
  }

  @Test("a silence that is too short to skip, though nothing changes in it, doesn't hide a long one behind it")
  func shortThenLong() {
    func at(_ second: Int64) -> Timestamp { Timestamp(nanoseconds: second * 1_000_000_000) }
    var silence = Silence(quietAfter: .minutes(1))
    func end(_ instant: Int64, before next: Int64, last: Int64) -> Timestamp? {
      silence.end(
        at: at(instant), before: at(next), lastSample: at(last), lastChange: at(0), interval: .seconds(1),
        hasTimers: false, changes: { _ in .distantFuture })
    }
    #expect(end(62, before: 80, last: 0) == nil)
    #expect(end(200, before: 1_000_000, last: 80) == at(999_998))
  }

  @Test(
    "decades between two events cost no more than the panes of a window",
    arguments: [
      "{name: r, metric: m, condition: avg(1000w) > 5}", "{name: r, metric: m, every: 100ms, condition: avg(4w) > 5}",
      "{name: r, metric: m, every: 1s, group_ttl: 52w, condition: absent(5m)}",
      "{name: r, metric: m, condition: avg(1m) > 5, keep_firing_for: 1040w}",
      "{name: r, metric: m, condition: avg(1m) > 5, for: 1040w, no_data: keep}",
    ])
  func decades(rule: String) throws {
    let run = try RuleRun("rules: [\(rule)]")
    run.feed([(-1_762_430_400, "\"metrics\":{\"m\":9}"), (0, "\"metrics\":{\"m\":9}")])
    run.engine.finish()
    #expect(run.engine.report.rules.first?.evaluations ?? 0 > 1_000_000)
  }
}
