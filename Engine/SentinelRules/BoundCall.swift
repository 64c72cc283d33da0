import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

/// A call tied to the rings it looks through, with the answers of the instant at hand.
final class BoundCall {
  let call: SeriesCall
  let feed: SeriesFeed
  private let metric: Metric
  private let function: PluginFunction?
  private var source = Source.none
  private let memo = Slab<Memo>()
  private var averages: [EWMASeries] = []
  /// The length of a step; 0 for other calls.
  private let step: TimeSpan
  private let changesAtInstants: Bool
  /// Whether the value at one time can't change: not so for windows of rules on events, which grow from event to event.
  private var isRemembered = true

  private enum Source {
    case none
    case moments(Int)
    /// A histogram ring and, for windows that end at the instant, the view that is kept up to date.
    case histogram(Int, view: (index: Int, quantile: Int)?)
    case distinct(Int)
  }

  private struct Memo {
    var instant = Timestamp.distantPast
    var seen = Timestamp.distantPast
    var lateCount = -1
    var value = Double.nan
  }

  /// Panes a window may have, and panes of those that keep histograms or sets.
  private static let paneLimit: Int64 = 360
  private static let sketchPaneLimit: Int64 = 60

  init(_ call: SeriesCall, feed: SeriesFeed, metric: Metric, function: PluginFunction?, mode: EvaluationMode) {
    self.call = call
    self.feed = feed
    self.metric = metric
    self.function = function
    let settings = Self.stepSettings(of: call)
    step = settings?.step ?? .zero
    changesAtInstants = if case .forecast = call.function { true } else { settings == nil }
    source = bind(isAligned: mode == .instants)
    isRemembered = mode == .instants || settings != nil
  }

  func reserve(groups count: Int) {
    guard count > memo.count else { return }
    memo.grow(to: count) { Memo() }
    if case .ewmaZscore = call.function {
      averages.append(contentsOf: repeatElement(EWMASeries(), count: count - averages.count))
    }
  }

  func clear(group: Int) {
    guard group < memo.count else { return }
    memo[group] = Memo()
    if group < averages.count { averages[group] = EWMASeries() }
  }

  /// The call's value in a group at an instant; NaN is unknown.
  ///
  /// - Parameter seen: the time of the first sample of the metric in the group (of one that matches the filter for
  ///   `absent`), as far as the asking rule knows the group; in the far future if there was none.
  func value(group: Int, at instant: Timestamp, seen: Timestamp) -> Double {
    guard group >= 0, group < memo.count else { return .nan }
    let end = instant - call.offset
    guard seen <= end else { return .nan }
    guard isRemembered else { return compute(group: group, end: end, seen: seen) }
    let key = completesBy(end)
    let late = feed.lateCount(group)
    if memo[group].instant == key, memo[group].seen == seen, memo[group].lateCount == late { return memo[group].value }
    let value = compute(group: group, end: end, seen: seen)
    memo[group] = Memo(instant: key, seen: seen, lateCount: late, value: value)
    return value
  }

  /// The instant that decides the value: scores of steps change only when a step completes.
  @inline(__always)
  private func completesBy(_ end: Timestamp) -> Timestamp { changesAtInstants ? end : end.floored(to: step) }
}

// MARK: - Binding

extension BoundCall {
  private func bind(isAligned: Bool) -> Source {
    let edges = isAligned ? [call.every, call.window, call.offset] : []
    switch call.function {
    case .aggregate(let aggregate): return bindWindow(aggregate, lookback: call.lookback, edges: edges)
    case .change(let aggregate): return bindWindow(aggregate, lookback: call.lookback, edges: edges)
    case .delta: return bindWindow(.first, lookback: call.lookback, edges: edges)
    case .absent: return bindWindow(.count, lookback: call.lookback, edges: edges)
    case .distinct(let label):
      let geometry = PaneGeometry.covering(call.lookback, edges: edges, limit: Self.sketchPaneLimit)
      return .distinct(feed.addDistinct(geometry, label: label))
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      let geometry = PaneGeometry.covering(
        call.lookback, edges: edges + (isAligned ? [settings.baseline] : []), limit: Self.sketchPaneLimit)
      return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin:
      return stepSettings.map(bindSteps) ?? .none
    }
  }

  private func bindWindow(_ aggregate: Aggregate, lookback: TimeSpan, edges: [TimeSpan]) -> Source {
    if case .quantile(let q) = aggregate {
      let geometry = PaneGeometry.covering(lookback, edges: edges, limit: Self.sketchPaneLimit)
      guard call.offset == .zero else {
        return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
      }
      let ring = feed.addHistogram(geometry, view: call.window, quantile: q)
      return .histogram(ring, view: place(of: q, in: feed.histograms[ring]))
    }
    let geometry = PaneGeometry.covering(lookback, edges: edges, limit: Self.paneLimit)
    return .moments(feed.addMoments(geometry, parts: parts(for: aggregate)))
  }

  private func place(of q: Double, in ring: HistogramRing) -> (index: Int, quantile: Int)? {
    guard let index = ring.views.firstIndex(where: { $0.window == call.window }),
      let quantile = ring.views[index].quantiles.firstIndex(of: q)
    else { return nil }
    return (index, quantile)
  }

  private func bindSteps(_ settings: SeriesCall.StepSettings) -> Source {
    let span = (call.lookback.nanoseconds - 1) / settings.step.nanoseconds + 2
    let isEWMA = if case .ewmaZscore = call.function { true } else { false }
    // An exponential average takes in each step as it completes: it needs the newest ones only.
    let recent = (call.offset.nanoseconds + call.every.nanoseconds) / settings.step.nanoseconds + 4
    let geometry = PaneGeometry(width: settings.step, count: Int(isEWMA ? recent : span))
    if case .quantile = settings.aggregate {
      return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
    }
    return .moments(feed.addMoments(geometry, parts: parts(for: settings.aggregate)))
  }

  private func parts(for aggregate: Aggregate) -> MomentParts {
    switch aggregate {
    case .avg, .sum, .count, .quantile: []
    case .min, .max: .extremes
    case .stddev: .deviation
    case .first, .last: .ends
    case .rate: metric.kind == .sum ? [] : .ends
    }
  }

  private var stepSettings: SeriesCall.StepSettings? { Self.stepSettings(of: call) }

  private static func stepSettings(of call: SeriesCall) -> SeriesCall.StepSettings? {
    switch call.function {
    case .zscore(let settings), .robustZscore(let settings), .seasonalZscore(let settings, _),
      .ewmaZscore(let settings, _), .forecast(let settings, _, _, _), .plugin(let settings, _):
      settings
    default: nil
    }
  }
}

// MARK: - Windows

extension BoundCall {
  private func compute(group: Int, end: Timestamp, seen: Timestamp) -> Double {
    switch call.function {
    case .aggregate(let aggregate): return window(aggregate, group: group, end: end, seen: seen)
    case .delta:
      let moments = moments(group: group, end: end)
      return moments.count >= 2 ? moments.last - moments.first : .nan
    case .change(let aggregate):
      let now = window(aggregate, group: group, end: end, seen: seen)
      let before = window(aggregate, group: group, end: end - call.window, seen: seen)
      return before == 0 ? .nan : (now - before) / before.magnitude
    case .absent: return totals(group: group, end: end).count == 0 ? 1 : 0
    case .distinct:
      guard case .distinct(let index) = source else { return .nan }
      let ring = feed.distincts[index].ring
      return ring.estimate(group: group, panes: ring.geometry.panes(until: end, length: call.window))
    case .psi(let settings):
      return compare(settings, group: group, end: end, { TwoSample.psi(current: $0, baseline: $1) })
    case .ks(let settings):
      return compare(settings, group: group, end: end, { TwoSample.ks(current: $0, baseline: $1) })
    case .ksPvalue(let settings):
      return compare(settings, group: group, end: end, { TwoSample.ksPvalue(current: $0, baseline: $1) })
    case .wasserstein(let settings):
      return compare(settings, group: group, end: end, { TwoSample.wasserstein(current: $0, baseline: $1) })
    case .jsDivergence(let settings):
      return compare(settings, group: group, end: end, { TwoSample.jsDivergence(current: $0, baseline: $1) })
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin:
      return score(group: group, end: end, seen: seen)
    }
  }

  private func totals(group: Int, end: Timestamp) -> (count: Double, sum: Double) {
    guard case .moments(let index) = source else { return (0, 0) }
    let ring = feed.moments[index]
    return ring.totals(group: group, panes: ring.geometry.panes(until: end, length: call.window))
  }

  private func moments(group: Int, end: Timestamp) -> WindowMoments {
    guard case .moments(let index) = source else { return WindowMoments() }
    let ring = feed.moments[index]
    return ring.moments(group: group, panes: ring.geometry.panes(until: end, length: call.window))
  }

  private func window(_ aggregate: Aggregate, group: Int, end: Timestamp, seen: Timestamp) -> Double {
    guard seen <= end else { return .nan }
    switch aggregate {
    case .count: return totals(group: group, end: end).count
    case .sum: return totals(group: group, end: end).sum
    case .avg:
      let totals = totals(group: group, end: end)
      return totals.count > 0 ? totals.sum / totals.count : .nan
    case .rate where metric.kind == .sum:
      return totals(group: group, end: end).sum / existence(until: end, seen: seen).seconds
    case .rate:
      let moments = moments(group: group, end: end)
      return moments.count >= 2 ? (moments.last - moments.first) / call.window.seconds : .nan
    case .quantile(let q): return quantile(q, group: group, end: end)
    case .min, .max, .stddev, .first, .last:
      return Self.read(aggregate, moments(group: group, end: end))
    }
  }

  private static func read(_ aggregate: Aggregate, _ moments: WindowMoments) -> Double {
    guard moments.count > 0 else { return .nan }
    return switch aggregate {
    case .min: moments.minimum
    case .max: moments.maximum
    case .stddev: moments.moments.standardDeviation
    case .first: moments.first
    case .last: moments.last
    case .avg: moments.sum / moments.count
    case .sum: moments.sum
    case .count: moments.count
    case .rate, .quantile: .nan
    }
  }

  /// The part of the window in which the metric existed [P81].
  private func existence(until end: Timestamp, seen: Timestamp) -> TimeSpan {
    let start = seen.ceiled(to: call.every) - call.every
    return min(call.window, end - start)
  }

  private func quantile(_ q: Double, group: Int, end: Timestamp) -> Double {
    guard case .histogram(let index, let view) = source else { return .nan }
    let ring = feed.histograms[index]
    if let view, isNewest(end, group: group) {
      return ring.quantile(view.quantile, view: view.index, group: group, until: end)
    }
    return ring.quantile(q, group: group, panes: ring.geometry.panes(until: end, length: call.window))
  }

  /// Views hold all that came; a window that ends before the newest sample (`change`'s earlier one) is merged anew.
  private func isNewest(_ end: Timestamp, group: Int) -> Bool { end >= feed.lastSeen(group) && !isChange }

  private var isChange: Bool { if case .change = call.function { true } else { false } }

  private func compare(
    _ settings: SeriesCall.DistributionSettings, group: Int, end: Timestamp,
    _ measure: (WeightedSample, WeightedSample) -> Double
  ) -> Double {
    guard case .histogram(let index, _) = source else { return .nan }
    let ring = feed.histograms[index]
    let current = ring.geometry.panes(until: end, length: call.window)
    let before = ring.geometry.panes(until: end - call.window, length: settings.baseline)
    let minimum = Double(settings.minPoints)
    guard ring.count(group: group, panes: current) >= minimum, ring.count(group: group, panes: before) >= minimum
    else { return .nan }
    return measure(
      ring.distribution(group: group, panes: current), ring.distribution(group: group, panes: before))
  }
}

// MARK: - Steps

extension BoundCall {
  private func score(group: Int, end: Timestamp, seen: Timestamp) -> Double {
    guard let settings = stepSettings else { return .nan }
    let newest = end.nanoseconds.dividedDown(by: settings.step.nanoseconds) - 1
    let steps = Int64(call.window.nanoseconds / settings.step.nanoseconds)
    switch call.function {
    case .ewmaZscore(_, let alpha): return average(alpha, settings, newest, group: group, seen: seen)
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

  /// The aggregate of a complete step; NaN where it gives no point.
  private func point(_ step: Int64, _ settings: SeriesCall.StepSettings, group: Int, seen: Timestamp) -> Double {
    switch source {
    case .moments(let index):
      let ring = feed.moments[index]
      let moments =
        ring.parts.isEmpty
        ? Self.plain(ring.totals(group: group, panes: step...step)) : ring.moments(group: group, panes: step...step)
      return point(step, moments, settings, seen: seen)
    case .histogram(let index, _):
      guard case .quantile(let q) = settings.aggregate else { return .nan }
      return feed.histograms[index].quantile(q, group: group, panes: step...step)
    case .distinct, .none: return .nan
    }
  }

  private static func plain(_ totals: (count: Double, sum: Double)) -> WindowMoments {
    var moments = WindowMoments()
    moments.count = totals.count
    moments.sum = totals.sum
    return moments
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

  private func average(
    _ alpha: Double, _ settings: SeriesCall.StepSettings, _ newest: Int64, group: Int, seen: Timestamp
  ) -> Double {
    averages[group].follow(from: PaneGeometry(width: settings.step, count: 1).index(of: seen), seen: seen)
    takeSteps(alpha, settings, through: newest, group: group, seen: seen)
    return averages[group].score(of: newest, minPoints: settings.minPoints)
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

  /// Takes in the steps that are complete at `time`, for a group whose average has begun.
  func takeSteps(group: Int, until time: Timestamp) {
    guard case .ewmaZscore(let settings, let alpha) = call.function, group < averages.count,
      let seen = averages[group].start
    else { return }
    let newest = (time - call.offset).nanoseconds.dividedDown(by: settings.step.nanoseconds) - 1
    takeSteps(alpha, settings, through: newest, group: group, seen: seen)
  }

  private func forecast(
    _ bound: SeriesCall.ForecastBound, at time: Timestamp, confidence: Double, _ settings: SeriesCall.StepSettings,
    _ steps: ClosedRange<Int64>, group: Int, seen: Timestamp
  ) -> Double {
    var fit = LinearFit()
    let origin = steps.upperBound
    for step in steps {
      let point = point(step, settings, group: group, seen: seen)
      if !point.isNaN { fit.add(x: Double(step - origin) * settings.step.seconds, y: point) }
    }
    guard fit.count >= settings.minPoints else { return .nan }
    let end = Timestamp(nanoseconds: (origin + 1).multipliedSaturating(by: settings.step.nanoseconds))
    let x = (time - end).seconds
    switch bound {
    case .mean: return fit.value(at: x)
    case .lower: return fit.bounds(at: x, confidence: confidence).lower
    case .upper: return fit.bounds(at: x, confidence: confidence).upper
    }
  }
}
