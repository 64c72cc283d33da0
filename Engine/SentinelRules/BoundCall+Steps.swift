import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

extension BoundCall {
  func score(group: Int, end: Timestamp, seen: Timestamp) -> Double {
    guard let settings = call.stepSettings else { return .nan }
    let newest = end.nanoseconds.dividedDown(by: settings.step.nanoseconds) - 1
    let steps = Int64(call.window.nanoseconds / settings.step.nanoseconds)
    switch call.function {
    case .ewmaZscore(_, let alpha):
      // In a rule on events others may come at the very end of a step that this event completes.
      let isOpen = isOnEvents && end == end.floored(to: settings.step)
      return average(alpha, settings, newest, group: group, seen: seen, isOpen: isOpen)
    case .forecast(_, let bound, let horizon, let confidence):
      return forecast(
        bound, at: end + horizon, confidence: confidence, settings, (newest - steps + 1)...newest, group: group,
        seen: seen)
    default: break
    }
    let x = point(newest, settings, group: group, seen: seen)
    guard !x.isNaN else { return .nan }
    let baseline = baseline(before: newest, steps: steps, settings, group: group, seen: seen)
    guard baseline.count >= settings.minPoints else { return .nan }
    switch call.function {
    case .robustZscore: return StepScores.robustZscore(x, baseline)
    case .plugin:
      guard case .steps(let body)? = function?.body else { return .nan }
      return body(x, baseline)
    default: return StepScores.zscore(x, baseline)
    }
  }

  private func baseline(
    before newest: Int64, steps: Int64, _ settings: SeriesCall.StepSettings, group: Int, seen: Timestamp
  ) -> [Double] {
    let stride: Int64
    if case .seasonalZscore(_, let season) = call.function {
      stride = season.nanoseconds / settings.step.nanoseconds
    } else {
      stride = 1
    }
    guard stride > 0, steps >= stride else { return [] }
    var points: [Double] = []
    points.reserveCapacity(Int(steps / stride))
    for back in (1...steps / stride).reversed() {
      let point = point(newest - back * stride, settings, group: group, seen: seen)
      if !point.isNaN { points.append(point) }
    }
    return points
  }

  private func overlapsGap(_ step: Int64, _ settings: SeriesCall.StepSettings) -> Bool {
    let start = Timestamp(nanoseconds: step.multipliedSaturating(by: settings.step.nanoseconds))
    return gaps.overlaps(from: start, through: start + settings.step)
  }

  /// The aggregate of a complete step; NaN where it gives no point.
  private func point(_ step: Int64, _ settings: SeriesCall.StepSettings, group: Int, seen: Timestamp) -> Double {
    if overlapsGap(step, settings) { return .nan }
    switch source {
    case .moments(let index):
      let moments = feed.moments[index].moments(group: group, panes: step...step)
      return point(step, moments, settings, seen: seen)
    case .histogram(let index, _):
      guard case .quantile(let q) = settings.aggregate else { return .nan }
      return feed.histograms[index].quantile(q, group: group, panes: step...step)
    case .distinct, .none: return .nan
    }
  }

  private func point(
    _ step: Int64, _ moments: WindowMoments, _ settings: SeriesCall.StepSettings, seen: Timestamp
  ) -> Double {
    let isRateOfSum = settings.aggregate == .rate && metric.kind == .sum
    if settings.aggregate == .sum || settings.aggregate == .count || isRateOfSum {
      // Nothing came in the step: that is a zero, once the metric is known to exist.
      let first = PaneGeometry(width: settings.step, count: 1).index(of: seen)
      if moments.count == 0 { return step >= first ? 0 : .nan }
      return isRateOfSum ? moments.sum / settings.step.seconds : Self.read(settings.aggregate, moments)
    }
    if settings.aggregate == .rate {
      return moments.count >= 2 ? (moments.last - moments.first) / settings.step.seconds : .nan
    }
    return Self.read(settings.aggregate, moments)
  }

  /// - Parameter isOpen: whether the newest step may still get samples, so that it must not be taken in for good.
  private func average(
    _ alpha: Double, _ settings: SeriesCall.StepSettings, _ newest: Int64, group: Int, seen: Timestamp, isOpen: Bool
  ) -> Double {
    averages[group].follow(from: PaneGeometry(width: settings.step, count: 1).index(of: seen), seen: seen)
    takeSteps(alpha, settings, through: isOpen ? newest - 1 : newest, group: group, seen: seen)
    guard isOpen else { return averages[group].score(of: newest, minPoints: settings.minPoints) }
    var series = averages[group]
    series.take(through: newest, alpha: alpha) { point($0, settings, group: group, seen: seen) }
    return series.score(of: newest, minPoints: settings.minPoints)
  }

  private func takeSteps(
    _ alpha: Double, _ settings: SeriesCall.StepSettings, through newest: Int64, group: Int, seen: Timestamp
  ) {
    var series = averages[group]
    series.take(through: newest, alpha: alpha) { point($0, settings, group: group, seen: seen) }
    averages[group] = series
  }

  /// Whether the call's value hangs on each step that ever completed.
  var followsSteps: Bool { if case .ewmaZscore = call.function { true } else { false } }

  /// Takes in the steps that ended before `time`, for a group whose average has begun.
  func takeSteps(group: Int, before time: Timestamp) {
    guard case .ewmaZscore(let settings, let alpha) = call.function, group < averages.count,
      let seen = averages[group].start
    else { return }
    let last = time - call.offset - TimeSpan(nanoseconds: 1)
    let newest = last.nanoseconds.dividedDown(by: settings.step.nanoseconds) - 1
    takeSteps(alpha, settings, through: newest, group: group, seen: seen)
  }

  private func forecast(
    _ bound: SeriesCall.ForecastBound, at time: Timestamp, confidence: Double, _ settings: SeriesCall.StepSettings,
    _ steps: ClosedRange<Int64>, group: Int, seen: Timestamp
  ) -> Double {
    let origin = steps.upperBound
    var points: [(x: Double, y: Double)] = []
    for step in steps {
      let point = point(step, settings, group: group, seen: seen)
      if !point.isNaN { points.append((Double(step - origin) * settings.step.seconds, point)) }
    }
    guard points.count >= settings.minPoints else { return .nan }
    let fit = LinearFit(points)
    let end = Timestamp(nanoseconds: (origin + 1).multipliedSaturating(by: settings.step.nanoseconds))
    let x = (time - end).seconds
    switch bound {
    case .mean: return fit.value(at: x)
    case .lower: return fit.bounds(at: x, confidence: confidence).lower
    case .upper: return fit.bounds(at: x, confidence: confidence).upper
    }
  }
}
