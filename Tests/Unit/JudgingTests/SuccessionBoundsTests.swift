import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

/// Edits of bounds, severities and labels: what a rule shares with others changes, what it means doesn't.
@Suite("Rules whose groups, levels or labels are changed while they run")
struct SuccessionBoundsTests {
  private static func time(_ second: Double) -> Timestamp {
    Timestamp(nanoseconds: RuleRun.start + Int64(second * 1e9))
  }

  private static func gauge(_ second: Double, _ value: Double, _ metric: String = "m") -> (second: Double, json: String)
  {
    (second, "\"service\":\"a\",\"metrics\":{\"\(metric)\":\(value)}")
  }

  @Test(
    "an edit of bounds keeps the windows and groups of the rule's own, not those of another that looks alike",
    arguments: [
      ("max_groups: 100", "max_groups: 100", "max_groups: 200"), ("group_ttl: 2h", "group_ttl: 3h", "group_ttl: 4h"),
      ("max_groups: 100", "max_groups: 100", "for: 0s"), ("for: 0s", "for: 0s", "max_groups: 7"),
      // From groups of its own into those of another: each group is looked for.
      ("for: 0s", "max_groups: 100", "for: 0s"),
    ])
  func bounds(other: String, before: String, after: String) throws {
    func rules(_ bounds: String) -> String {
      """
      rules:
        - {name: o, metric: n, condition: avg(1m) > 5, \(other)}
        - {name: r, metric: m, condition: avg(1m) > 5, \(bounds)}
      """
    }
    var run = try RuleRun(rules(before))
    // Groups don't come in the same order to both.
    run.feed([(5, "\"service\":\"b\",\"metrics\":{\"n\":0}")])
    run.feed((1...4).flatMap { [Self.gauge(Double($0) * 10, 9), Self.gauge(Double($0) * 10, 0, "n")] })
    run.engine.advance(to: Self.time(40))
    let succession = try run.reload(rules(after))
    #expect(succession.rules.allSatisfy { $0.disposition == .kept } && succession.warming.isEmpty)
    run.engine.advance(to: Self.time(50))
    #expect(run.transitions == ["10 r firing warning"])
    let groups = run.engine.groups(rule: "r") ?? []
    #expect(groups.map { $0.labels["service"] } == ["a"] && groups.first?.value == 9)
    #expect(groups.first?.evidence.first?.value == .number(9))
  }

  @Test("every alert of an overflow group, and of a group without a place, is carried over or told to be over")
  func overflow() throws {
    func rules(_ max: Int) -> String {
      """
      rules:
        - {name: o, metric: m, max_groups: 3, condition: avg(1m) > 500}
        - {name: r, metric: m, max_groups: \(max), condition: avg(1m) > 5}
      """
    }
    for (before, after) in [(1, 2), (3, 1), (2, 3), (1, 3)] {
      var run = try RuleRun(rules(before))
      func feed(_ steps: ClosedRange<Int>, _ value: Double) {
        run.feed(
          steps.flatMap { step in
            ["a", "b", "c"].map { (Double(step) * 10, "\"service\":\"\($0)\",\"metrics\":{\"m\":\(value)}") }
          })
        run.engine.advance(to: Self.time(Double(steps.upperBound) * 10))
      }
      feed(1...4, 9)
      try run.reload(rules(after))
      feed(5...30, 0)
      let firing = run.all.filter { $0.state == .firing }.count
      #expect(firing == run.all.filter { $0.state == .resolved }.count, "\(before) to \(after): \(run.transitions)")
    }
  }

  @Test("a level that didn't fire waits for its 'for', whatever others of the map did")
  func escalation() throws {
    func rules(_ warning: Int) -> String {
      "rules: [{name: r, metric: m, severity: {warning: value > \(warning), critical: value > 50}, for: 60s}]"
    }
    var run = try RuleRun(rules(5))
    run.feed((1...10).map { Self.gauge(Double($0) * 10, 9) })
    run.engine.advance(to: Self.time(100))
    try run.reload(rules(4))
    run.feed([Self.gauge(110, 60)])
    run.engine.advance(to: Self.time(110))
    #expect(run.transitions == ["10 r pending warning", "70 r firing warning"])
  }

  @Test("another severity is told of an alert on single events, too")
  func eventSeverity() throws {
    func rules(_ severity: String) -> String {
      "rules: [{name: e, on: event, condition: m > 5, severity: \(severity), keep_firing_for: 60s}]"
    }
    var run = try RuleRun(rules("warning"))
    run.feed([Self.gauge(5, 9)])
    run.engine.advance(to: Self.time(10))
    try run.reload(rules("critical"))
    run.feed([Self.gauge(25, 9)])
    run.engine.advance(to: Self.time(100))
    #expect(run.transitions == ["5 e firing warning", "20 e firing critical", "90 e resolved critical"])
  }

  @Test("an alert on single events keeps its severity where levels are added before it")
  func eventLevels() throws {
    var run = try RuleRun(
      "rules: [{name: e, on: event, severity: {warning: m > 5, critical: m > 50}, keep_firing_for: 60s}]")
    run.feed([Self.gauge(5, 90)])
    run.engine.advance(to: Self.time(10))
    try run.reload(
      "rules: [{name: e, on: event, severity: {info: m > 1, warning: m > 5, critical: m > 50}, keep_firing_for: 60s}]")
    run.feed([Self.gauge(15, 90)])
    run.engine.advance(to: Self.time(100))
    #expect(run.transitions == ["5 e firing critical", "80 e resolved critical"])
  }

  @Test("with no_data: keep, what fires and is unknown goes on firing under another threshold")
  func unknownKept() throws {
    func rules(_ threshold: Int) -> String {
      "rules: [{name: r, metric: m, condition: avg(30s) > \(threshold), no_data: keep}]"
    }
    var run = try RuleRun(rules(5))
    run.feed((1...4).map { Self.gauge(Double($0) * 10, 9) })
    run.engine.advance(to: Self.time(200))
    try run.reload(rules(4))
    run.engine.advance(to: Self.time(300))
    #expect(run.transitions == ["10 r firing warning"])
  }

  @Test("rows that were decoded before a rule read their label are not for it: there is no group without the label")
  func unreadLabels() throws {
    func event(_ second: Double, _ value: Double) -> (second: Double, json: String) {
      (second, "\"service\":\"a\",\"attributes\":{\"region\":\"eu\"},\"metrics\":{\"m\":\(value)}")
    }
    var run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5}]")
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch([event(1, 9), event(3, 9)]), from: .events, at: Self.time(3))
    try live.replaceEngine { _ in
      try run.reload(
        """
        rules:
          - {name: r, metric: m, condition: value > 5}
          - {name: s, metric: m, by: [region], condition: absent(1m)}
          - {name: w, metric: m, where: 'region != "eu"', condition: value > 5}
          - {name: f, metric: m, condition: 'max(m{region!="eu"}, 1m) > 5'}
          - {name: e, on: event, condition: 'region != "eu" and m > 5'}
        """)
      return run.engine
    }
    for second in stride(from: 5.0, through: 200, by: 5) {
      _ = live.offer(run.batch([event(second, 1)]), from: .events, at: Self.time(second))
      live.advance(to: Self.time(second))
    }
    #expect(Set(run.all.map(\.rule)).subtracting(["r"]).isEmpty, "\(run.transitions)")
    #expect(run.engine.groups(rule: "s")?.map { $0.labels["region"] } == ["eu"])
  }
}
