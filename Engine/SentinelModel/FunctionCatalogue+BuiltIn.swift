/// The functions of the language itself, as contract and docs have them.
extension FunctionCatalogue {
  typealias Parameter = FunctionSignature.Parameter

  static let metric = Parameter(
    "metric", .metric, default: "the rule's metric", help: "the metric, with an optional label filter in braces")
  static let window = Parameter(
    "window", .window, default: "the rule's window", help: "how far back samples count")
  static let offset = Parameter(
    "offset", .duration(allowsZero: true), isNamedOnly: true, default: "0s",
    help: "shifts the window back: the value as it was that long ago")
  private static let step = Parameter(
    "step", .duration(allowsZero: false), isNamedOnly: true, default: "1m for W ≤ 6h, 5m for W ≤ 2d, else 30m",
    help: "the length of a step; the window is a multiple of it")
  private static func minPoints(_ count: Int, _ of: String) -> Parameter {
    Parameter(
      "min_points", .literal(1...1e6, open: false), isNamedOnly: true, default: "\(count)",
      help: "with fewer \(of) the result is unknown")
  }
  private static let baseline = Parameter(
    "baseline", .duration(allowsZero: false), isNamedOnly: true, default: "4·W",
    help: "the length of the window before, which the current one is compared with")

  private static func aggregate(
    _ name: String, unit: FunctionSignature.UnitRule = .metric, range: ClosedRange<Double>? = nil, _ help: String
  ) -> FunctionSignature {
    FunctionSignature(
      name, group: .window, parameters: [metric, window, offset], unit: unit, range: range, help: help,
      example: "\(name)(5m)")
  }

  static let windowFunctions: [FunctionSignature] = [
    aggregate("avg", "The mean of the samples in the window."),
    aggregate("sum", "The sum of the samples in the window; 0 where there are none."),
    aggregate("count", unit: .fixed(.one), range: 0 ... .infinity, "The number of samples in the window."),
    aggregate("min", "The smallest sample in the window."),
    aggregate("max", "The largest sample in the window."),
    aggregate("stddev", "The population standard deviation of the samples in the window."),
    aggregate("first", "The oldest sample in the window."),
    aggregate("last", "The newest sample in the window."),
    aggregate(quantilePlaceholder, quantileHelp),
    FunctionSignature(
      "quantile", group: .window,
      parameters: [
        metric,
        Parameter("q", .literal(0...1, open: false), isRequired: true, help: "which quantile, from 0 to 1"),
        window, offset,
      ], unit: .metric,
      help: """
        The quantile q of the samples in the window: linear interpolation between the order statistics around \
        rank q·(n−1), at most 1 % off.
        """, example: "quantile(0.95, 5m)"),
    aggregate(
      "rate", unit: .metricPerSecond,
      """
      For a sum metric its sum divided by the window in seconds, or by the time since the metric's first sample where \
      that is shorter; for others (last − first) / W.
      """),
    aggregate("delta", "The newest sample of the window less the oldest."),
    aggregate(
      "change", unit: .none,
      "(a − b) / |b|: a is the default aggregate over the window, b that of the window of the same length before it."),
    FunctionSignature(
      "absent", group: .window, parameters: [metric, window, offset], result: .boolean, unit: .none,
      help: "Whether no sample came in the window, in a group that had one before.", example: "absent(10m)"),
    FunctionSignature(
      "distinct", group: .window,
      parameters: [
        metric, Parameter("label", .label, isRequired: true, help: "the label whose values are counted"), window,
        offset,
      ], unit: .fixed(.one), range: 0 ... .infinity,
      help: """
        The number of different values of a label among the samples in the window, without the empty one; exact up to \
        1,000, then within 2 %.
        """, example: "distinct(user, 1h)"),
  ]

  static let stepFunctions: [FunctionSignature] = [
    FunctionSignature(
      "zscore", group: .step, parameters: [metric, window, step, minPoints(10, "steps in the baseline"), offset],
      unit: .none,
      help: """
        How many standard deviations the newest complete step lies above the mean of the steps in the window \
        before it.
        """, example: "zscore(1h)"),
    FunctionSignature(
      "robust_zscore", group: .step,
      parameters: [metric, window, step, minPoints(10, "steps in the baseline"), offset], unit: .none,
      help: """
        As zscore, with the median for the mean and 1.4826 × the median absolute deviation for the standard deviation: \
        a few wild steps in the baseline don't hide the next.
        """, example: "robust_zscore(1h)"),
    FunctionSignature(
      "seasonal_zscore", group: .step,
      parameters: [
        metric, window,
        Parameter(
          "season", .duration(allowsZero: false), isNamedOnly: true, default: "1d",
          help: "the period; a multiple of the step"),
        step, minPoints(3, "steps of the same phase"), offset,
      ], unit: .none,
      help: "As zscore, against the steps at the same phase of the season within the window: same time, other days.",
      example: "seasonal_zscore(7d, season=1d)"),
    FunctionSignature(
      "ewma_zscore", group: .step,
      parameters: [
        metric,
        Parameter(
          "alpha", .literal(0...1, open: true), default: "0.1", help: "the weight of the newest step, between 0 and 1"),
        Parameter(
          "step", .duration(allowsZero: false), isNamedOnly: true, default: "1m", help: "the length of a step"),
        minPoints(10, "earlier steps"), offset,
      ], unit: .none,
      help: "As zscore, against an exponentially weighted mean and deviation of all steps before. It has no window.",
      example: "ewma_zscore(alpha=0.1)"),
    forecast("forecast", "The value expected after the horizon, on the least-squares line through the steps.", []),
    forecast("forecast_lower", "The lower bound of the forecast at the given confidence.", [confidence]),
    forecast("forecast_upper", "The upper bound of the forecast at the given confidence.", [confidence]),
  ]

  private static let confidence = Parameter(
    "confidence", .literal(0...1, open: true), isNamedOnly: true, default: "95%",
    help: "how sure the bound is, between 0 and 1")

  private static func forecast(_ name: String, _ help: String, _ more: [Parameter]) -> FunctionSignature {
    FunctionSignature(
      name, group: .step,
      parameters: [
        metric, window,
        Parameter(
          "horizon", .duration(allowsZero: true), isNamedOnly: true, default: "W", help: "how far ahead to look"),
      ] + more + [step, minPoints(10, "steps in the window"), offset],
      unit: .metric, help: help, example: "\(name)(6h, horizon=1h)")
  }

  static let distributionFunctions: [FunctionSignature] = [
    twoWindows(
      "psi", range: 0 ... .infinity, unit: .none,
      "The population stability index: how far the samples have moved between the baseline's deciles."),
    twoWindows(
      "ks", range: 0...1, unit: .none, "The Kolmogorov-Smirnov statistic: the largest distance of the distributions."),
    twoWindows(
      "ks_pvalue", range: 0...1, unit: .none,
      "How likely so large a Kolmogorov-Smirnov statistic is if nothing has changed."),
    twoWindows(
      "wasserstein", range: 0 ... .infinity, unit: .metric,
      "The mean distance that the samples have moved, in the metric's unit."),
    twoWindows(
      "js_divergence", range: 0...1, unit: .none,
      "The Jensen-Shannon divergence over the baseline's deciles: 0 for equal, 1 for disjoint distributions."),
  ]

  private static func twoWindows(
    _ name: String, range: ClosedRange<Double>, unit: FunctionSignature.UnitRule, _ help: String
  ) -> FunctionSignature {
    FunctionSignature(
      name, group: .distribution,
      parameters: [metric, window, baseline, minPoints(30, "samples in either window"), offset], unit: unit,
      range: range, help: help, example: "\(name)(15m, baseline=1h)")
  }

  static let ruleFunctions: [FunctionSignature] = [
    FunctionSignature(
      "firing", group: .rule,
      parameters: [Parameter("rule", .rule, isRequired: true, help: "the name of a rule, in quotes")],
      result: .boolean, unit: .none,
      help: "Whether an alert of another rule fires whose labels are equal where both rules have them in `by`.",
      example: "firing(\"error_rate_high\")"),
    FunctionSignature(
      "burn_rate", group: .rule,
      parameters: [
        Parameter("metric", .metric, default: "error_rate", help: "a metric of 0 and 1, with an optional label filter"),
        window,
        Parameter(
          "objective", .literal(0...1, open: true), isRequired: true, isNamedOnly: true,
          help: "the share of good events that is promised, between 0 and 1"),
        offset,
      ], unit: .fixed(.ratio),
      help: "How many times as fast as the objective allows its error budget is spent: error ratio / (1 − objective).",
      example: "burn_rate(1h, objective=99.9%)"),
  ]

  static let textFunctions: [FunctionSignature] = [
    FunctionSignature(
      "length", group: .text,
      parameters: [Parameter("text", .value(.string), isRequired: true, help: "a text or label")],
      unit: .fixed(.one), range: 0 ... .infinity, help: "The length of a text in Unicode scalars.",
      example: "length(prompt)"),
    FunctionSignature(
      "lower", group: .text,
      parameters: [Parameter("text", .value(.string), isRequired: true, help: "a text or label")],
      result: .string, unit: .none, help: "The text in lower case.", example: "lower(response)"),
  ]
}
