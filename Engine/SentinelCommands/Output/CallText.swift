import RuleCompiler
import SentinelModel

/// A series call in the words of the rule language, with all defaults written out.
struct CallText {
  let plan: RuleSetPlan

  func text(_ call: SeriesCall) -> String {
    var arguments = [metric(call)]
    let name: String
    switch call.function {
    case .aggregate(.quantile(let q)) where Self.percent(q) == nil:
      name = "quantile"
      arguments.append(Figures.shortest(q))
    case .aggregate(let aggregate): name = Self.name(aggregate)
    case .delta: name = "delta"
    case .change: name = "change"
    case .absent: name = "absent"
    case .distinct(let label):
      name = "distinct"
      arguments.append(label.name)
    case .zscore(let steps): (name, arguments) = Self.steps("zscore", steps, arguments)
    case .robustZscore(let steps): (name, arguments) = Self.steps("robust_zscore", steps, arguments)
    case .seasonalZscore(let steps, let season):
      (name, arguments) = Self.steps("seasonal_zscore", steps, arguments + ["season=\(season.literal)"])
    case .ewmaZscore(let steps, let alpha):
      (name, arguments) = Self.steps("ewma_zscore", steps, arguments + ["alpha=\(Figures.shortest(alpha))"])
    case .forecast(let steps, let bound, let horizon, _):
      let suffix = bound == .mean ? "" : bound == .lower ? "_lower" : "_upper"
      (name, arguments) = Self.steps("forecast" + suffix, steps, arguments + ["horizon=\(horizon.literal)"])
    case .plugin(let steps, let function):
      let known =
        plan.functions.indices.contains(function) ? plan.functions[function].signature.name : "plugin function"
      (name, arguments) = Self.steps(known, steps, arguments)
    case .psi(let settings): (name, arguments) = Self.windows("psi", settings, arguments)
    case .ks(let settings): (name, arguments) = Self.windows("ks", settings, arguments)
    case .ksPvalue(let settings): (name, arguments) = Self.windows("ks_pvalue", settings, arguments)
    case .wasserstein(let settings): (name, arguments) = Self.windows("wasserstein", settings, arguments)
    case .jsDivergence(let settings): (name, arguments) = Self.windows("js_divergence", settings, arguments)
    }
    if hasWindow(call) { arguments.insert(call.window.literal, at: min(arguments.count, positionalCount(call))) }
    if call.offset > .zero { arguments.append("offset=\(call.offset.literal)") }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private func hasWindow(_ call: SeriesCall) -> Bool { if case .ewmaZscore = call.function { false } else { true } }

  private func positionalCount(_ call: SeriesCall) -> Int {
    switch call.function {
    case .distinct: 2
    case .aggregate(.quantile(let q)) where Self.percent(q) == nil: 2
    default: 1
    }
  }

  private func metric(_ call: SeriesCall) -> String {
    let name = plan.metrics.indices.contains(call.metric) ? plan.metrics[call.metric].metric.name : "?"
    guard plan.filters.indices.contains(call.filter), !plan.filters[call.filter].matchers.isEmpty else { return name }
    let matchers = plan.filters[call.filter].matchers.map(\.text)
    return "\(name){\(matchers.joined(separator: ", "))}"
  }

  private static func steps(
    _ name: String, _ settings: SeriesCall.StepSettings, _ arguments: [String]
  ) -> (String, [String]) {
    (name, arguments + ["step=\(settings.step.literal)", "min_points=\(settings.minPoints)"])
  }

  private static func windows(
    _ name: String, _ settings: SeriesCall.DistributionSettings, _ arguments: [String]
  ) -> (String, [String]) {
    (name, arguments + ["baseline=\(settings.baseline.literal)", "min_points=\(settings.minPoints)"])
  }

  static func name(_ aggregate: Aggregate) -> String {
    switch aggregate {
    case .avg: "avg"
    case .sum: "sum"
    case .count: "count"
    case .min: "min"
    case .max: "max"
    case .stddev: "stddev"
    case .first: "first"
    case .last: "last"
    case .rate: "rate"
    case .quantile(let q): percent(q).map { "p\($0)" } ?? "quantile(\(Figures.shortest(q)))"
    }
  }

  /// A quantile in whole percent; nil for others.
  private static func percent(_ quantile: Double) -> Int? {
    let percent = (quantile * 100).rounded()
    return (0...99).contains(percent) && (percent / 100 - quantile).magnitude < 1e-12 ? Int(percent) : nil
  }
}
