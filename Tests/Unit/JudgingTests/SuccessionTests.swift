import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

/// What a change of rules does, by kind of edit.
@Suite("Rules that are changed while they run")
struct SuccessionTests {
  /// A gauge of one service, a value each ten seconds.
  private static func feed(_ run: RuleRun, from second: Double, _ values: [Double]) {
    run.feed(
      values.enumerated().map { (second + Double($0) * 10, "\"service\":\"a\",\"metrics\":{\"m\":\($1)}") })
    run.engine.advance(
      to: Timestamp(nanoseconds: RuleRun.start + Int64((second + Double(values.count - 1) * 10) * 1e9)))
  }

  private static func rule(_ parts: String, name: String = "r", metric: String = "m") -> String {
    "rules: [{name: \(name), metric: \(metric), \(parts)}]"
  }

  /// Feeds half, changes the rules, feeds the rest.
  private static func change(
    from before: String, to after: String, _ first: [Double], _ second: [Double]
  ) throws -> (run: RuleRun, succession: EngineSuccession) {
    var run = try RuleRun(before)
    feed(run, from: 10, first)
    let succession = try run.reload(after)
    feed(run, from: 10 + Double(first.count) * 10, second)
    return (run, succession)
  }

  private static let firing = "condition: avg(1m) > 5, for: 30s"

  @Test(
    "an edit that changes no meaning keeps everything",
    arguments: [
      "condition: avg(1m) > 5, for: 30s", "condition: 'avg(1m)  >  5', for: 30s, annotations: {summary: hello}",
      "description: other, condition: avg(1m) > 5, for: 30s",
    ])
  func kept(after: String) throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule(after), [9, 9, 9], [9, 9, 0, 0, 0, 0, 0, 0, 0])
    #expect(succession.rules == [RuleSuccession(rule: "r", disposition: .kept)])
    #expect(succession.closed.isEmpty && succession.warming.isEmpty)
    #expect(
      run.transitions == ["10 r pending warning", "40 r firing warning", "80 r resolved warning"])
  }

  @Test("a label that is added goes with the next transition")
  func label() throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule(Self.firing + ", labels: {team: x}"), [9, 9, 9], [9])
    #expect(succession.rules == [RuleSuccession(rule: "r", disposition: .kept, reasons: ["labels"])])
    #expect(run.all.map { $0.labels["team"] } == ["", "x"])
    #expect(run.all.first?.fingerprint == run.all.last?.fingerprint)
  }

  @Test("another severity is told of an alert that fires")
  func severity() throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule(Self.firing + ", severity: critical"), [9, 9, 9, 9], [9, 9])
    #expect(succession.rules == [RuleSuccession(rule: "r", disposition: .kept, reasons: ["severity"])])
    #expect(run.transitions == ["10 r pending warning", "40 r firing warning", "50 r firing critical"])
  }

  @Test("clocks keep their start and meet the new length; what fires goes on firing")
  func hold() throws {
    let longer = Self.rule("condition: avg(1m) > 5, for: 60s")
    let pending = try Self.change(from: Self.rule(Self.firing), to: longer, [9, 9, 9], [9, 9, 9, 9, 9])
    #expect(pending.succession.rules.first?.disposition == .kept)
    #expect(pending.run.transitions == ["10 r pending warning", "70 r firing warning"])
    let firing = try Self.change(from: Self.rule(Self.firing), to: longer, [9, 9, 9, 9], [9, 9, 9, 9])
    #expect(firing.run.transitions == ["10 r pending warning", "40 r firing warning"])
    let shorter = Self.rule("condition: avg(1m) > 5, for: 10s")
    let early = try Self.change(from: Self.rule(Self.firing), to: shorter, [9, 9], [9, 9])
    #expect(early.run.transitions == ["10 r pending warning", "30 r firing warning"])
    let keep = Self.rule(Self.firing + ", keep_firing_for: 60s")
    let kept = try Self.change(
      from: Self.rule(Self.firing), to: keep, [9, 9, 9, 9, 0, 0], Array(repeating: 0, count: 12))
    #expect(kept.run.transitions.last == "120 r resolved warning")
  }

  @Test("another threshold is decided at the next instant: what holds goes on firing, what doesn't resolves")
  func threshold() throws {
    let lower = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule("condition: avg(1m) > 4, for: 30s"), [9, 9, 9, 9], [9, 9, 9])
    #expect(lower.succession.rules == [RuleSuccession(rule: "r", disposition: .rederived, reasons: ["condition"])])
    #expect(lower.run.transitions == ["10 r pending warning", "40 r firing warning"])
    #expect(lower.run.engine.currentState(rule: "r", labels: LabelSet()) == .firing)
    let higher = try Self.change(
      from: Self.rule(Self.firing + ", keep_firing_for: 1h"),
      to: Self.rule("condition: avg(1m) > 20, for: 30s, keep_firing_for: 1h"), [9, 9, 9, 9], [9, 9, 9])
    #expect(higher.run.transitions == ["10 r pending warning", "40 r firing warning", "50 r resolved warning"])
    #expect(higher.run.all.last?.reason == .ruleChanged)
    #expect(higher.succession.closed.isEmpty)
  }

  @Test("what is pending starts anew with another threshold")
  func pendingAnew() throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule("condition: avg(1m) > 4, for: 30s"), [9, 9, 9], [9, 9, 9, 9])
    #expect(
      run.transitions == [
        "10 r pending warning", "30 r inactive warning", "40 r pending warning", "70 r firing warning",
      ])
    #expect(run.all[1].reason == .ruleChanged)
    #expect(succession.closed.map(\.state) == [.pending])
  }

  @Test("a shorter window is full at once")
  func shorter() throws {
    let (run, succession) = try Self.change(
      from: Self.rule("condition: count(5m) > 3"), to: Self.rule("condition: count(1m) > 3"),
      Array(repeating: 1, count: 40), [1])
    #expect(
      succession.rules == [RuleSuccession(rule: "r", disposition: .rederived, reasons: ["window shortened"])])
    #expect(succession.warming.isEmpty)
    #expect(run.engine.evaluations(rule: "r").first?.values.first?.value == .number(6))
    #expect(run.transitions == ["40 r firing warning"])
  }

  @Test("a longer window looks back on what there is, and says until when")
  func longer() throws {
    var run = try RuleRun(Self.rule("condition: count(1m) > 30"))
    Self.feed(run, from: 10, Array(repeating: 1, count: 60))
    let succession = try run.reload(Self.rule("condition: count(5m) > 30"))
    #expect(succession.rules.first?.reasons == ["window lengthened"])
    let start = Timestamp(nanoseconds: RuleRun.start)
    #expect(succession.warming == ["r": start + .seconds(530 + 300)])
    Self.feed(run, from: 610, [1])
    #expect(run.engine.evaluations(rule: "r").first?.values.first?.value == .number(8))
    Self.feed(run, from: 620, Array(repeating: 1, count: 40))
    #expect(run.engine.evaluations(rule: "r").first?.values.first?.value == .number(30))
  }

  @Test("a rate over a longer window is over the time that is known")
  func longerRate() throws {
    var run = try RuleRun(Self.rule("condition: rate(1m) > 30", metric: "llm_requests"))
    let call = "\"service\":\"a\",\"duration_ms\":1"
    run.feed((1...600).map { (Double($0), call) })
    run.engine.advance(to: Timestamp(nanoseconds: RuleRun.start + 600_000_000_000))
    try run.reload(Self.rule("condition: rate(10m) > 30", metric: "llm_requests"))
    run.feed((601...630).map { (Double($0), call) })
    run.engine.advance(to: Timestamp(nanoseconds: RuleRun.start + 630_000_000_000))
    #expect(run.engine.evaluations(rule: "r").first?.values.first?.value == .number(1))
  }

  @Test(
    "where, by, metric, aggregate or step that is another starts from nothing and ends what fired",
    arguments: [
      ("where: 'service == \"a\"', condition: avg(1m) > 5, for: 30s", "m", ["where"]),
      ("by: [model], condition: avg(1m) > 5, for: 30s", "m", ["by"]),
      ("condition: avg(1m) > 5, for: 30s", "n", ["metric"]),
      ("condition: max(1m) > 5, for: 30s", "m", ["step or aggregate"]),
    ])
  func fresh(parts: String, metric: String, reasons: [String]) throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule(parts, metric: metric), [9, 9, 9, 9, 9], [9])
    #expect(succession.rules == [RuleSuccession(rule: "r", disposition: .fresh, reasons: reasons)])
    #expect(
      Array(run.transitions.prefix(3)) == ["10 r pending warning", "40 r firing warning", "50 r resolved warning"])
    #expect(run.all[2].reason == .ruleChanged)
    #expect(succession.closed.map(\.reason) == [.ruleChanged])
  }

  @Test("a renamed rule keeps its windows and starts inactive")
  func renamed() throws {
    let (run, succession) = try Self.change(
      from: Self.rule("condition: avg(1m) > 5"), to: Self.rule("condition: avg(1m) > 5", name: "s"), [9, 9, 9], [0])
    #expect(
      succession.rules == [
        RuleSuccession(rule: "s", disposition: .rederived, reasons: ["renamed"], formerName: "r"),
        RuleSuccession(rule: "r", disposition: .removed),
      ])
    #expect(
      run.transitions == ["10 r firing warning", "30 r resolved warning", "40 s firing warning"])
    #expect(run.all[1].reason == .ruleRemoved)
    #expect(run.all[2].evidence.first?.value == .number(6.75))
  }

  @Test("a rule that is gone ends its alerts, and its groups go with it")
  func removed() throws {
    let two = "rules: [{name: r, metric: m, condition: value > 5}, {name: s, metric: m, condition: avg(1m) > 500}]"
    let (run, succession) = try Self.change(
      from: two, to: Self.rule("condition: avg(1m) > 500", name: "s"), [9, 9], [9])
    #expect(
      succession.rules == [
        RuleSuccession(rule: "s", disposition: .kept), RuleSuccession(rule: "r", disposition: .removed),
      ])
    #expect(run.transitions == ["10 r firing warning", "20 r resolved warning"])
    var emptied = try RuleRun(two)
    Self.feed(emptied, from: 10, [9])
    try emptied.reload("rules: []")
    #expect(emptied.engine.windowBytes == 0)
  }

  @Test("an alert on single events goes on counting, and other rules go on seeing it")
  func events() throws {
    let rules = """
      rules:
        - {name: e, on: event, condition: toxicity > 0.8, keep_firing_for: 1m}
        - {name: f, condition: firing("e")}
      """
    var run = try RuleRun(rules)
    run.feed([(1, #""service":"a","metrics":{"toxicity":0.9}"#)])
    run.engine.advance(to: Timestamp(nanoseconds: RuleRun.start + 10_000_000_000))
    try run.reload(rules + "\n")
    run.feed([(11, #""service":"a","metrics":{"toxicity":0.9}"#)])
    run.engine.finish(drain: .minutes(2))
    #expect(
      run.transitions == [
        "1 e firing warning", "10 f firing warning", "80 e resolved warning", "80 f resolved warning",
      ])
    #expect(run.all[2].count == 2)
  }

  @Test("a group of its own after max_groups is the group it was")
  func maxGroups() throws {
    let (run, succession) = try Self.change(
      from: Self.rule(Self.firing), to: Self.rule(Self.firing + ", max_groups: 5"), [9, 9, 9], [9])
    #expect(succession.rules == [RuleSuccession(rule: "r", disposition: .kept, reasons: ["max_groups"])])
    #expect(run.transitions == ["10 r pending warning", "40 r firing warning"])
  }
}
