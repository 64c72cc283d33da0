import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

@Suite("The life of an alert")
struct AlertLifeTests {
  @Test("a condition that holds long enough goes from pending to firing, and resolves when it ends")
  func pendingFiringResolved() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5, for: 20s}]")
    run.feedGauge([(1, 9), (11, 9), (21, 9), (31, 1)])
    run.engine.finish()
    #expect(run.transitions == ["10 r pending warning", "30 r firing warning", "40 r resolved warning"])
  }

  @Test("a pending alert that recovers becomes inactive and is never told as firing")
  func recovers() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5, for: 20s}]")
    run.feedGauge([(1, 9), (11, 1), (21, 1)])
    run.engine.finish()
    #expect(run.transitions == ["10 r pending warning", "20 r inactive warning"])
  }

  @Test("a page closes when no level fires any more, though another level is still pending")
  func pageCloses() throws {
    let run = try RuleRun(
      "rules: [{name: r, metric: m, for: 20s, severity: {warning: value < 5, critical: value > 8}}]")
    run.feedGauge([(1, 9), (11, 9), (21, 9), (31, 1), (41, 1)])
    run.engine.finish()
    #expect(
      run.transitions == [
        "10 r pending critical", "30 r firing critical", "40 r resolved critical", "40 r pending warning",
      ])
    #expect(run.all.last?.activeSince == Timestamp(nanoseconds: RuleRun.start + 40_000_000_000))
  }

  @Test("an unknown condition follows no_data", arguments: [("ok", 0), ("alert", 1), ("keep", 0)])
  func noData(policy: String, firing: Int) throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: 'avg(other, 10s) > 1', no_data: \(policy)}]")
    run.feedGauge([(1, 9), (11, 9)])
    run.engine.finish()
    #expect(run.transitions.count == firing)
    #expect(run.engine.report.rules.first?.unknownEvaluations == 2)
    #expect(run.engine.report.rules.first?.unknownReasons == ["avg(other, 10s)": 2])
  }

  @Test("times in pending and firing add up over all groups, open alerts included")
  func times() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, by: [], condition: value > 5, for: 20s}]")
    run.feedGauge([(1, 9), (11, 9), (21, 9), (31, 9), (41, 1), (51, 9)])
    run.engine.finish()
    let report = try #require(run.engine.report.rules.first)
    #expect(report.timesFired == 1 && report.timesPending == 2)
    #expect(report.firingTime == .seconds(20))
    #expect(report.pendingTime == .seconds(20))
  }
}

@Suite("Groups")
struct GroupTests {
  private func gauge(_ second: Double, _ service: String, _ value: Double) -> (second: Double, json: String) {
    (second, "\"service\":\"\(service)\",\"metrics\":{\"m\":\(value)}")
  }

  @Test("beyond max_groups samples share one visible overflow group, which is counted")
  func overflow() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, max_groups: 2, window: 10s, condition: count >= 1}]")
    run.feed([gauge(1, "a", 1), gauge(2, "b", 1), gauge(3, "c", 1), gauge(4, "d", 1), gauge(5, "a", 1)])
    run.engine.finish()
    #expect(run.all.map { $0.labels["service"] + $0.labels["overflow"] } == ["true", "a", "b"])
    #expect(run.engine.report.rules.first?.overflowSamples == 2)
  }

  @Test("a label of kilobytes gets no group of its own, as each group keeps its labels")
  func longLabels() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, window: 10s, condition: count >= 1}]")
    run.feed([
      gauge(1, String(repeating: "a", count: 4_096), 1), gauge(2, String(repeating: "b", count: 4_097), 1),
    ])
    run.engine.finish()
    #expect(run.all.map { $0.labels["service"].utf8.count } == [0, 4_096])
    #expect(run.all.first?.labels["overflow"] == "true")
  }

  @Test("an inactive group without samples for group_ttl is forgotten, and comes back as new")
  func forgotten() throws {
    let rule = "{name: r, metric: m, group_ttl: 1m, window: 10s, every: 10s, condition: count == 0, for: 30s}"
    let run = try RuleRun("rules: [\(rule), {name: keep, metric: k, condition: value > 1}]")
    run.feed([gauge(1, "a", 1), (200, "\"service\":\"b\",\"metrics\":{\"k\":0}")])
    // Silent since 1 s: pending from 20 s and firing from 50 s, so it is active and stays.
    #expect(run.transitions == ["20 r pending warning", "50 r firing warning"])
    #expect(run.engine.report.rules.first { $0.name == "r" }?.groups == 1)
  }

  @Test("what a forgotten group had doesn't come back because another rule still knows the group [P18]")
  func forgottenAlone() throws {
    let rule =
      "{name: c, metric: m, every: 5s, window: 10s, group_ttl: 20s, condition: count(1m) >= 2, for: 5s}"
    let events = [gauge(1, "chat", 1), gauge(31, "chat", 1), gauge(40, "other", 1)]
    for others in ["", ", {name: d, metric: m, condition: value > 100}"] {
      let run = try RuleRun("rules: [\(rule)\(others)]")
      run.feed(events)
      run.engine.finish()
      #expect(run.transitions == [])
    }
  }

  @Test("once windows take the memory they may, further groups overflow, however many a rule may have")
  func memoryLimit() throws {
    let run = try RuleRun(
      "rules: [{name: r, metric: m, by: [user], condition: avg(1h) > 5}]", windowByteLimit: 1 << 20)
    run.feed((0..<5_000).map { (Double($0), "\"user\":\"u\($0)\",\"metrics\":{\"m\":1}") })
    run.engine.finish()
    let groups = try #require(run.engine.report.rules.first?.groups)
    #expect(groups > 200 && groups < 1_000)
    #expect(run.engine.report.rules.first?.overflowSamples ?? 0 == 5_000 - (groups - 1))
    #expect(run.engine.windowBytes < 2 << 20)
  }

  @Test("ten thousand users in a label cost groups up to the cap only")
  func manyUsers() throws {
    let run = try RuleRun(
      "rules: [{name: r, metric: m, by: [user], max_groups: 100, window: 10s, condition: value > 5}]")
    run.feed((0..<10_000).map { (Double($0) / 1_000, "\"user\":\"u\($0)\",\"metrics\":{\"m\":1}") })
    run.engine.finish()
    #expect(run.engine.report.rules.first?.groups == 101)
    #expect(run.engine.report.rules.first?.overflowSamples == 9_900)
  }
}

@Suite("Rules on single events")
struct EventRuleTests {
  @Test("evidence tells how long a text is, never what it says")
  func evidenceOfTexts() throws {
    let run = try RuleRun("rules: [{name: r, on: event, condition: prompt contains \"secret\"}]")
    run.feed([(1, "\"service\":\"a\",\"prompt\":\"my secret is 4711\"")])
    run.engine.finish()
    let evidence = try #require(run.all.first?.evidence.first { $0.name == "prompt" })
    #expect(evidence.value == .text("(17 characters)"))
  }

  @Test("the report says why events were unknown")
  func unknownReasons() throws {
    let run = try RuleRun("rules: [{name: r, on: event, condition: output_tokens > 5}]")
    run.feed([(1, "\"service\":\"a\""), (2, "\"service\":\"a\",\"output_tokens\":1")])
    run.engine.finish()
    #expect(run.engine.report.rules.first?.unknownEvaluations == 1)
    #expect(run.engine.report.rules.first?.unknownReasons == ["output_tokens": 1])
  }

  @Test("an average over steps takes in what came before a long silence")
  func averageAfterSilence() throws {
    let run = try RuleRun(
      "rules: [{name: r, on: event, condition: 'ewma_zscore(llm_request_duration, step=5s, min_points=3) < 0'}]")
    run.feed([
      (0, "\"duration_ms\":1032.2"), (663.617, "\"duration_ms\":4471.1"), (758.461, "\"duration_ms\":1955.9"),
      (780, "\"duration_ms\":1206.9"),
    ])
    run.engine.finish()
    #expect(run.transitions == ["780 r firing warning"])
  }

  @Test("a reported number of milliseconds comes back as reported")
  func milliseconds() throws {
    let run = try RuleRun(
      "rules: [{name: r, metric: request_duration_ms, condition: value == 4015},"
        + " {name: e, on: event, condition: duration_ms == 4015}]")
    run.feed([(1, "\"service\":\"a\",\"duration_ms\":4015")])
    run.engine.finish()
    #expect(run.transitions == ["1 e firing warning", "10 r firing warning"])
  }
}

@Suite("Time")
struct TimeTests {
  @Test("centuries of silence are skipped, not walked through")
  func silence() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, every: 100ms, window: 1s, condition: count == 0, for: 1s}]")
    run.feedGauge([(1, 1), (4_000_000_000, 1)])
    run.engine.finish()
    #expect(run.all.map(\.state) == [.pending, .firing, .resolved])
  }

  @Test("a rule is evaluated at the multiples of its own every")
  func cadences() throws {
    let run = try RuleRun(
      "rules: [{name: a, metric: m, every: 7s, condition: value > 0}, {name: b, metric: m, every: 5s, condition: value > 0}]"
    )
    run.feedGauge([(1, 1), (20, 1)])
    run.engine.finish()
    // 12:00:00 is 3 s behind a multiple of 7 s.
    #expect(run.transitions == ["4 a firing warning", "5 b firing warning"])
    #expect(run.all.allSatisfy { $0.at.nanoseconds % (($0.rule == "a" ? 7 : 5) * 1_000_000_000) == 0 })
  }
}
