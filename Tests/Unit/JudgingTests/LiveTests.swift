import SentinelModel
import SentinelRuntime
import Testing

@Suite("Events that arrive while the clock runs")
struct LiveTests {
  private static func time(_ second: Double) -> Timestamp {
    Timestamp(nanoseconds: RuleRun.start + Int64(second * 1e9))
  }

  private static func gauge(_ second: Double, _ value: Double) -> (second: Double, json: String) {
    (second, "\"service\":\"a\",\"metrics\":{\"m\":\(value)}")
  }

  @Test("an instant is judged once the lateness is over, with all that arrived until then")
  func waits() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: sum(10s) > 5}]")
    let live = LivePartition(engine: run.engine)
    #expect(live.offer(run.batch([Self.gauge(1, 3)]), from: .events, at: Self.time(1)).onTime == 1)
    live.advance(to: Self.time(14.9))
    #expect(run.transitions.isEmpty && live.waiting.rows == 0)
    #expect(live.offer(run.batch([Self.gauge(9.95, 3)]), from: .events, at: Self.time(14.9)).onTime == 1)
    live.advance(to: Self.time(15))
    #expect(run.transitions == ["10 r firing warning"])
  }

  @Test("what comes for an instant to come doesn't count before it")
  func early() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: sum(10s) > 5}]")
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch([Self.gauge(1, 3), Self.gauge(14, 9)]), from: .events, at: Self.time(14))
    live.advance(to: Self.time(15))
    #expect(run.transitions.isEmpty && live.waiting.rows == 1)
    live.advance(to: Self.time(25))
    #expect(run.transitions == ["20 r firing warning"])
  }

  @Test("a late event goes into its window, is counted and evaluates nothing again; rules on events judge it")
  func late() throws {
    let run = try RuleRun(
      """
      rules:
        - {name: r, metric: m, condition: sum(1m) > 5}
        - {name: e, on: event, condition: m > 100}
      """)
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch([Self.gauge(1, 3)]), from: .events, at: Self.time(1))
    live.advance(to: Self.time(30))
    let admission = live.offer(run.batch([Self.gauge(2, 101), Self.gauge(26, 1)]), from: .events, at: Self.time(30))
    #expect(admission == LivePartition.Admission(onTime: 1, late: 1) && live.lateCount == 1)
    #expect(run.transitions == ["2 e firing warning"])
    live.advance(to: Self.time(35))
    #expect(run.transitions == ["2 e firing warning", "30 r firing warning"])
  }

  @Test("an event too far ahead of the clock is not taken, and named")
  func future() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5}]")
    let live = LivePartition(engine: run.engine)
    let batch = run.batch([Self.gauge(1, 9), Self.gauge(301, 9), Self.gauge(302, 9)])
    #expect(live.offer(batch, from: .events, at: Self.time(1)) == .init(onTime: 2, future: [2]))
    #expect(live.waiting.rows == 2)
  }

  @Test("a clock that goes back judges nothing twice")
  func clockGoesBack() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5, for: 10s}]")
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch([Self.gauge(1, 9)]), from: .events, at: Self.time(1))
    for second in [20.0, 5, 1, 20, 30] { live.advance(to: Self.time(second)) }
    #expect(run.transitions == ["10 r pending warning", "20 r firing warning"])
    #expect(live.horizon == Self.time(25))
  }

  @Test("the slowest kind of source of the last ten minutes is waited for [P82]")
  func lateness() {
    var lateness = Lateness()
    #expect(lateness.span(at: Self.time(0)) == .seconds(5))
    lateness.note(.otlp, at: Self.time(0))
    #expect(lateness.span(at: Self.time(600)) == .seconds(15))
    #expect(lateness.span(at: Self.time(601)) == .seconds(5))
  }

  @Test("rows that waited when rules changed are judged by the new rules, what these read anew being absent")
  func heldAcrossReload() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: value > 5}]")
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch([Self.gauge(1, 9)]), from: .events, at: Self.time(1))
    var other = run
    try live.replaceEngine { _ in
      try other.reload(
        "rules: [{name: r, metric: m, condition: value > 5}, {name: s, metric: n, by: [model], condition: value > 5}]")
      return other.engine
    }
    live.advance(to: Self.time(15))
    #expect(run.transitions == ["10 r firing warning"])
  }

  @Test("after a gap its instants are not judged, and what would have been absent in it is unknown [P84]")
  func gap() throws {
    let rules = """
      rules:
        - {name: gone, metric: m, condition: absent(1m)}
        - {name: hold, metric: m, condition: value > 5, for: 60s}
        - {name: odd, metric: m, condition: "zscore(2m, step=10s, min_points=3) > 3"}
      """
    let run = try RuleRun(rules)
    let live = LivePartition(engine: run.engine)
    _ = live.offer(run.batch((1...3).map { Self.gauge(Double($0) * 10, 9) }), from: .events, at: Self.time(30))
    live.advance(to: Self.time(35))
    live.skip(from: Self.time(40), to: Self.time(305))
    for second in stride(from: 305.0, through: 405, by: 10) { live.advance(to: Self.time(second)) }
    // The clock of what is pending goes on in event time; the last values are five minutes old by 330.
    #expect(
      run.transitions == [
        "10 hold pending warning", "310 hold firing warning", "330 hold resolved warning", "360 gone firing warning",
      ])
  }

  @Test("a restart within the lateness judges what waited by its own instants alone")
  func quickRestart() throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: p50(10s) > 50}]")
    let live = LivePartition(engine: run.engine)
    let values = [(1.0, 3.0), (8, 3), (10.5, 99), (10.7, 99), (10.8, 99), (14, 1), (15, 1), (16, 1), (17, 1)]
    _ = live.offer(run.batch(values.map { Self.gauge($0, $1) }), from: .events, at: Self.time(11.5))
    live.advance(to: Self.time(11.5))
    live.skip(from: Self.time(11.5), to: Self.time(16))
    for second in stride(from: 16.25, through: 40, by: 0.25) { live.advance(to: Self.time(second)) }
    #expect(run.transitions.isEmpty)
  }
}
