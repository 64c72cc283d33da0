import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

/// What calls are compiled to, with all defaults.
@Suite struct CallTests {
  /// The call of a rule's condition beside that of `value`, and the plan.
  private func call(
    _ text: String, metric: String = "llm_request_duration_seconds", keys: String = ""
  ) throws -> (call: SeriesCall, plan: RuleSetPlan) {
    let compilation = Compilation(condition: "\(text) > 0.1", keys: "metric: \(metric)\(keys)")
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    return (try #require(plan.calls.last), plan)
  }

  private static func steps(_ step: TimeSpan, _ aggregate: Aggregate = .avg, _ points: Int = 10)
    -> SeriesCall.StepSettings
  {
    .init(step: step, aggregate: aggregate, minPoints: points)
  }

  private static let aggregateCases: [(String, SeriesCall.Function)] = [
    ("sum", .aggregate(.sum)), ("count(1m)", .aggregate(.count)), ("min", .aggregate(.min)),
    ("max", .aggregate(.max)), ("stddev", .aggregate(.stddev)), ("first", .aggregate(.first)),
    ("last", .aggregate(.last)), ("rate(1m)", .aggregate(.rate)), ("p50", .aggregate(.quantile(0.5))),
    ("p5(1h)", .aggregate(.quantile(0.05))), ("p999", .aggregate(.quantile(0.999))),
    ("quantile(0.25, 1m)", .aggregate(.quantile(0.25))), ("quantile(95%)", .aggregate(.quantile(0.95))),
    ("delta", .delta), ("change(10m)", .change(.avg)), ("distinct(user, 1h)", .distinct(.label("user"))),
    ("distinct(llm_requests, attributes[\"x\"])", .distinct(.attribute("x"))),
  ]

  @Test("aggregates", arguments: aggregateCases)
  func aggregates(_ text: String, _ function: SeriesCall.Function) throws {
    #expect(try call(text).call.function == function)
  }

  private static let stepCases: [(String, SeriesCall.Function)] = [
    ("zscore(1h)", .zscore(steps(.minutes(1)))), ("zscore(6h)", .zscore(steps(.minutes(1)))),
    ("zscore(1d)", .zscore(steps(.minutes(5)))), ("zscore(1w)", .zscore(steps(.minutes(30)))),
    ("zscore(1h, step=5m, min_points=3)", .zscore(steps(.minutes(5), .avg, 3))),
    ("robust_zscore(1h)", .robustZscore(steps(.minutes(1)))),
    ("seasonal_zscore(7d)", .seasonalZscore(steps(.minutes(30), .avg, 3), season: .days(1))),
    (
      "seasonal_zscore(1d, season: 1h, step: 10m)",
      .seasonalZscore(steps(.minutes(10), .avg, 3), season: .hours(1))
    ),
    ("ewma_zscore", .ewmaZscore(steps(.minutes(1)), alpha: 0.1)),
    ("ewma_zscore(0.3, step=5m)", .ewmaZscore(steps(.minutes(5)), alpha: 0.3)),
    (
      "forecast(1h)",
      .forecast(steps(.minutes(1)), bound: .mean, horizon: .hours(1), confidence: 0.95)
    ),
    (
      "forecast_upper(1h, horizon=1d, confidence=99%)",
      .forecast(steps(.minutes(1)), bound: .upper, horizon: .days(1), confidence: 0.99)
    ),
  ]

  @Test("step functions with their default steps and points", arguments: stepCases)
  func steps(_ text: String, _ function: SeriesCall.Function) throws {
    #expect(try call(text).call.function == function)
  }

  private static let distributions: [(String, SeriesCall.Function)] = [
    ("psi", .psi(.init(baseline: .minutes(20), minPoints: 30))),
    ("psi(15m, baseline=1h)", .psi(.init(baseline: .hours(1), minPoints: 30))),
    ("ks(1m, min_points=5)", .ks(.init(baseline: .minutes(4), minPoints: 5))),
    ("ks_pvalue", .ksPvalue(.init(baseline: .minutes(20), minPoints: 30))),
    ("wasserstein", .wasserstein(.init(baseline: .minutes(20), minPoints: 30))),
    ("js_divergence", .jsDivergence(.init(baseline: .minutes(20), minPoints: 30))),
  ]

  @Test("functions on two windows have a baseline of four windows", arguments: distributions)
  func twoWindows(_ text: String, _ function: SeriesCall.Function) throws {
    #expect(try call(text).call.function == function)
  }

  @Test("the window of a call is its own, else the rule's, else 5m")
  func windows() throws {
    #expect(try call("p50(1h)").call.window == .hours(1))
    #expect(try call("p50", keys: "\n    window: 7m").call.window == .minutes(7))
    #expect(try call("p50").call.window == .minutes(5))
    #expect(try call("ewma_zscore").call.window == .zero)
  }

  @Test("offset shifts a call, and counts as lookback")
  func offset() throws {
    let shifted = try call("p50(5m, offset=1h)")
    #expect(shifted.call.offset == .hours(1))
    #expect(shifted.plan.rules.first?.lookback == .minutes(65))
    #expect(try call("change(10m, offset: 0)").call.lookback == .minutes(20))
  }

  @Test("the metric's kind sets the aggregate of value, change and steps; a suffix overrides it ([P32])")
  func defaultAggregates() throws {
    #expect(try call("change(1m)", metric: "llm_cost_usd").call.function == .change(.sum))
    #expect(try call("change(1m)", metric: "depth").call.function == .change(.last))
    let suffixed = try call("zscore(1h)", metric: "llm_request_duration_p99")
    #expect(suffixed.call.function == .zscore(Self.steps(.minutes(1), .quantile(0.99))))
    #expect(suffixed.plan.calls.first?.function == .aggregate(.quantile(0.99)))
    #expect(suffixed.plan.metrics.map(\.metric.name) == ["llm_request_duration_seconds"])
    // Functions that are an aggregate ignore it.
    #expect(try call("avg(1m)", metric: "llm_cost_usd_max").call.function == .aggregate(.avg))
  }

  @Test("a suffix is taken off only where the rest is a known metric ([P32])")
  func unknownSuffix() throws {
    let custom = try call("value", metric: "queue_depth_max")
    #expect(custom.plan.metrics.map(\.metric.name) == ["queue_depth_max"])
    #expect(custom.plan.metrics.first?.isCustom == true)
    #expect(custom.call.function == .aggregate(.last))
  }

  @Test("an alias is the metric itself, so llm_cost_rate is a sum")
  func alias() throws {
    let alias = try call("value", metric: "llm_cost_rate")
    #expect(alias.plan.metrics.map(\.metric.name) == ["llm_cost_usd"])
    #expect(alias.call.function == .aggregate(.sum))
  }

  @Test("label filters are interned without regard to their order")
  func filters() throws {
    let plan = try #require(
      Compilation(
        condition: #"rate(llm_requests{a="1", b!~"x.*"}) > rate(llm_requests{b!~"x.*", a="1"}) / count(llm_errors)"#
      ).plan)
    #expect(plan.filters.count == 2)
    #expect(plan.filters.first?.matchers.isEmpty == true)
    #expect(plan.filters.last?.matchers.map(\.label) == [.label("a"), .label("b")])
    #expect(plan.calls.count == 3)
  }

  @Test("burn_rate is the average of error_rate over what the objective leaves ([P37])")
  func burnRate() throws {
    let compilation = Compilation(condition: "burn_rate(1h, objective=99.9%) > 14.4", keys: "by: []")
    let plan = try #require(compilation.plan)
    #expect(plan.metrics.map(\.metric.name) == ["error_rate"])
    #expect(plan.rules.first?.namedMetrics == [0])
    #expect(plan.rules.first?.value == nil)
    #expect(plan.calls.map(\.function) == [.aggregate(.avg)])
    #expect(
      plan.rules.first?.levels.first?.program.operations
        == [.call(0), .push(1 - 0.999), .divide, .push(14.4), .greater])
  }

  @Test("the functions of plugins are called with their index among those used")
  func plugins() throws {
    let plugins = [
      PluginFunction.scalar("clamp", parameters: ["x", "y"], help: "h", example: "clamp(1, 2)") { $0[0] },
      PluginFunction.steps("wobble", help: "h", example: "wobble(1h)") { x, _ in x },
      PluginFunction.scalar("aaa", parameters: ["x"], help: "h", example: "aaa(1)") { $0[0] },
    ]
    let compilation = Compilation(
      condition: "clamp(value, 3) > 1 or wobble(1h) > 2", keys: "metric: depth", plugins: plugins)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.functions.map(\.signature.name) == ["wobble", "clamp"])
    #expect(plan.calls.last?.function == .plugin(Self.steps(.minutes(1), .last), function: 0))
    #expect(
      plan.rules.first?.levels.first?.program.operations.prefix(3) == [.call(0), .push(3), .function(1, count: 2)])
  }
}
