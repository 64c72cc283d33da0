import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  /// The function of a call with its defaults; nil, and reported, where its spans don't fit together.
  func seriesFunction(
    _ signature: FunctionSignature, _ use: MetricUse, _ window: TimeSpan, _ arguments: ArgumentBinding,
    windowRange: SourceRange, callRange: SourceRange
  ) -> SeriesCall.Function? {
    if let aggregate = Self.aggregate(signature.name, arguments) { return .aggregate(aggregate) }
    switch signature.name {
    case "delta": return .delta
    case "change": return .change(use.aggregate)
    case "absent": return .absent
    case "distinct": return arguments.label.map { .distinct($0) }
    default: break
    }
    if signature.group == .distribution {
      let settings = SeriesCall.DistributionSettings(
        baseline: arguments.span("baseline") ?? window * 4, minPoints: Self.minPoints(arguments, default: 30))
      return Self.distribution(signature.name, settings)
    }
    return stepFunction(signature, use, window, arguments, windowRange, callRange)
  }

  private static func aggregate(_ name: String, _ arguments: ArgumentBinding) -> Aggregate? {
    switch name {
    case "avg": .avg
    case "sum": .sum
    case "count": .count
    case "min": .min
    case "max": .max
    case "stddev": .stddev
    case "first": .first
    case "last": .last
    case "rate": .rate
    case "quantile": arguments.number("q").map { .quantile($0) }
    default: FunctionCatalogue.quantile(named: name).map { .quantile($0) }
    }
  }

  private static func minPoints(_ arguments: ArgumentBinding, default count: Int) -> Int {
    // The signature bounds it, so it fits.
    arguments.number("min_points").flatMap { Int(exactly: $0) } ?? count
  }

  private static func distribution(
    _ name: String, _ settings: SeriesCall.DistributionSettings
  ) -> SeriesCall.Function? {
    switch name {
    case "psi": .psi(settings)
    case "ks": .ks(settings)
    case "ks_pvalue": .ksPvalue(settings)
    case "wasserstein": .wasserstein(settings)
    case "js_divergence": .jsDivergence(settings)
    default: nil
    }
  }

  // MARK: Step functions

  private func stepFunction(
    _ signature: FunctionSignature, _ use: MetricUse, _ window: TimeSpan, _ arguments: ArgumentBinding,
    _ windowRange: SourceRange, _ callRange: SourceRange
  ) -> SeriesCall.Function? {
    let isExponential = signature.name == "ewma_zscore"
    let isSeasonal = signature.name == "seasonal_zscore"
    let step = arguments.span("step") ?? (isExponential ? .minutes(1) : Self.defaultStep(window))
    let settings = SeriesCall.StepSettings(
      step: step, aggregate: use.aggregate, minPoints: Self.minPoints(arguments, default: isSeasonal ? 3 : 10))
    let season = arguments.span("season") ?? .days(1)
    // Of a default that stands for a window that could not be read nothing is said.
    let isUnread = arguments.span("window") == nil && scope.declaration.unreadKeys.contains("window")
    guard isUnread || fits(signature, settings, window, season, arguments, windowRange, callRange) else { return nil }
    if isExponential { return .ewmaZscore(settings, alpha: arguments.number("alpha") ?? 0.1) }
    return function(signature.name, settings, season, window, arguments)
  }

  /// Whether a step function's spans fit together; reports where they don't.
  private func fits(
    _ signature: FunctionSignature, _ settings: SeriesCall.StepSettings, _ window: TimeSpan, _ season: TimeSpan,
    _ arguments: ArgumentBinding, _ windowRange: SourceRange, _ callRange: SourceRange
  ) -> Bool {
    let step = settings.step
    let isExponential = signature.name == "ewma_zscore"
    let isSeasonal = signature.name == "seasonal_zscore"
    let lookback = (isExponential ? scope.every : window) + (arguments.span("offset") ?? .zero)
    let stepRange = arguments.range("step")
    guard areFew(lookback, step, stepRange ?? windowRange) else { return false }
    if isExponential { return true }
    guard isMultiple(window, of: step, "the window", stepRange ?? windowRange) else { return false }
    let seasonRange = arguments.range("season") ?? callRange
    if isSeasonal, !isMultiple(season, of: step, "the season", seasonRange) { return false }
    warnOfFewPoints(settings, window, season: isSeasonal ? season : step, callRange)
    return true
  }

  private func function(
    _ name: String, _ settings: SeriesCall.StepSettings, _ season: TimeSpan, _ window: TimeSpan,
    _ arguments: ArgumentBinding
  ) -> SeriesCall.Function? {
    let horizon = arguments.span("horizon") ?? window
    let confidence = arguments.number("confidence") ?? 0.95
    switch name {
    case "zscore": return .zscore(settings)
    case "robust_zscore": return .robustZscore(settings)
    case "seasonal_zscore": return .seasonalZscore(settings, season: season)
    case "forecast": return .forecast(settings, bound: .mean, horizon: horizon, confidence: confidence)
    case "forecast_lower": return .forecast(settings, bound: .lower, horizon: horizon, confidence: confidence)
    case "forecast_upper": return .forecast(settings, bound: .upper, horizon: horizon, confidence: confidence)
    default: return context.pluginIndices[name].map { .plugin(settings, function: $0) }
    }
  }

  private static func defaultStep(_ window: TimeSpan) -> TimeSpan {
    if window <= .hours(6) { return .minutes(1) }
    return window <= .days(2) ? .minutes(5) : .minutes(30)
  }

  /// How many steps a call may look back on, as each group keeps them: nearly three years of half hours.
  private static let stepLimit: Int64 = 50_000

  private func areFew(_ lookback: TimeSpan, _ step: TimeSpan, _ range: SourceRange) -> Bool {
    guard step > .zero, lookback.nanoseconds / step.nanoseconds > Self.stepLimit else { return true }
    log.report(
      .argumentRange, "looking back \(lookback) takes more than \(Self.stepLimit) steps of \(step)", at: range,
      help: "take a longer 'step', or look back less far")
    return false
  }

  private func isMultiple(_ span: TimeSpan, of step: TimeSpan, _ noun: String, _ range: SourceRange) -> Bool {
    guard step > .zero, span.nanoseconds % step.nanoseconds != 0 else { return true }
    log.report(
      .misalignedWindow, "\(noun) \(span) is no multiple of the step \(step)", at: range,
      help: "choose a step that divides \(span), or change \(noun)")
    return false
  }

  /// [P41]
  private func warnOfFewPoints(
    _ settings: SeriesCall.StepSettings, _ window: TimeSpan, season: TimeSpan, _ range: SourceRange
  ) {
    guard season > .zero else { return }
    let points = window.nanoseconds / season.nanoseconds
    guard points < Int64(settings.minPoints) else { return }
    log.report(
      .tooFewPoints,
      "always unknown: a window of \(window) holds \(points) step\(points == 1 ? "" : "s") to compare with, not \(settings.minPoints)",
      at: range, help: "take a longer window, a shorter 'step', or lower 'min_points'")
  }
}
