import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

/// A call tied to the rings it looks through, with the answers of the instant at hand.
final class BoundCall {
  let call: SeriesCall
  let feed: SeriesFeed
  let metric: Metric
  let function: PluginFunction?
  let gaps: GapList
  var source = Source.none
  private let memo = Slab<Memo>()
  var averages: [EWMASeries] = []
  /// The length of a step; 0 for other calls.
  private let step: TimeSpan
  private let changesAtInstants: Bool
  let isOnEvents: Bool
  /// How far back what it looks through is whole; see ``RingOrigin``.
  private var knownFrom = Timestamp.distantPast
  private var isFresh = false
  /// Whether the value at one time can't change: not so for windows of rules on events, which grow from event to event.
  private var isRemembered = true

  enum Source {
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

  init(
    _ call: SeriesCall, feed: SeriesFeed, metric: Metric, function: PluginFunction?, mode: EvaluationMode, gaps: GapList
  ) {
    self.gaps = gaps
    self.call = call
    self.feed = feed
    self.metric = metric
    self.function = function
    isOnEvents = mode == .event
    let settings = call.stepSettings
    step = settings?.step ?? .zero
    changesAtInstants = if case .forecast = call.function { true } else { settings == nil }
    source = bind(isAligned: mode == .instants)
    isRemembered = mode == .instants || settings != nil
  }

  /// Goes on from what its rings took over and, where there is one, from the call that was the same before.
  func inherit(from former: BoundCall?) {
    let origin = feed.origin(of: source)
    (knownFrom, isFresh) = (origin?.knownFrom ?? .distantPast, origin?.isFresh ?? false)
    guard case .ewmaZscore = call.function, let former, !isFresh else { return }
    averages = former.averages
    (knownFrom, isFresh) = (former.knownFrom, former.isFresh)
  }

  /// When all that it looks back on at `time` will be whole; nil where it is.
  func warmingUntil(at time: Timestamp) -> Timestamp? {
    let full = knownFrom == .distantPast ? knownFrom : knownFrom + call.lookback
    return full > time ? full : nil
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
    let seen = max(seen, knownFrom)
    guard seen <= end, !isFresh || feed.lastSeen(group) > knownFrom else { return .nan }
    guard isRemembered else { return compute(group: group, end: end, seen: seen) }
    let key = completesBy(end)
    // In a rule on events others may come at the very end of a step that this event completes.
    if isOnEvents, key == end { return compute(group: group, end: end, seen: seen) }
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

extension BoundCall {
  private func compute(group: Int, end: Timestamp, seen: Timestamp) -> Double {
    switch call.function {
    case .aggregate(let aggregate): return window(aggregate, group: group, end: end, seen: seen)
    case .delta:
      let moments = moments(group: group, end: end)
      return moments.count >= 2 ? moments.last - moments.first : .nan
    case .change(let aggregate):
      let now = window(aggregate, group: group, end: end, seen: seen)
      let before = window(aggregate, group: group, end: end - call.window, seen: seen, isPast: true)
      return before == 0 ? .nan : (now - before) / before.magnitude
    case .absent:
      if totals(group: group, end: end).count > 0 { return 0 }
      return gaps.overlaps(from: end - call.window, through: end) ? .nan : 1
    case .distinct:
      guard case .distinct(let index) = source else { return .nan }
      let ring = feed.distincts[index].ring
      return ring.estimate(group: group, panes: window(ring.geometry, end))
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

  @inline(__always)
  private func window(_ geometry: PaneGeometry, _ end: Timestamp, isPast: Bool = false) -> ClosedRange<Int64> {
    geometry.panes(until: end, length: call.window, isPast: isPast || call.offset > .zero)
  }

  private func totals(group: Int, end: Timestamp, isPast: Bool = false) -> (count: Double, sum: Double) {
    guard case .moments(let index) = source else { return (0, 0) }
    let ring = feed.moments[index]
    return ring.totals(group: group, panes: window(ring.geometry, end, isPast: isPast))
  }

  private func moments(group: Int, end: Timestamp, isPast: Bool = false) -> WindowMoments {
    guard case .moments(let index) = source else { return WindowMoments() }
    let ring = feed.moments[index]
    return ring.moments(group: group, panes: window(ring.geometry, end, isPast: isPast))
  }

  /// - Parameter isPast: whether the window ends before the call's other one.
  private func window(
    _ aggregate: Aggregate, group: Int, end: Timestamp, seen: Timestamp, isPast: Bool = false
  ) -> Double {
    guard seen <= end else { return .nan }
    switch aggregate {
    case .count: return totals(group: group, end: end, isPast: isPast).count
    case .sum: return totals(group: group, end: end, isPast: isPast).sum
    case .avg:
      let totals = totals(group: group, end: end, isPast: isPast)
      return totals.count > 0 ? totals.sum / totals.count : .nan
    case .rate where metric.kind == .sum:
      return totals(group: group, end: end, isPast: isPast).sum / existence(until: end, seen: seen).seconds
    case .rate:
      let moments = moments(group: group, end: end, isPast: isPast)
      return moments.count >= 2 ? (moments.last - moments.first) / call.window.seconds : .nan
    case .quantile(let q): return quantile(q, group: group, end: end, isPast: isPast)
    case .min, .max, .stddev, .first, .last:
      return Self.read(aggregate, moments(group: group, end: end, isPast: isPast))
    }
  }

  static func read(_ aggregate: Aggregate, _ moments: WindowMoments) -> Double {
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
    // Behind the time from which on all is known nothing is missing; a first sample may lie anywhere before an instant.
    let start = seen == knownFrom ? seen : seen.ceiled(to: call.every) - call.every
    return min(call.window, end - start)
  }

  private func quantile(_ q: Double, group: Int, end: Timestamp, isPast: Bool) -> Double {
    guard case .histogram(let index, let view) = source else { return .nan }
    let ring = feed.histograms[index]
    if let view { return ring.quantile(view.quantile, view: view.index, group: group, until: end) }
    return ring.quantile(q, group: group, panes: window(ring.geometry, end, isPast: isPast))
  }

  /// Two windows of one length, of which only one ends at the instant: neither has a view.
  var isChange: Bool { if case .change = call.function { true } else { false } }

  private func compare(
    _ settings: SeriesCall.DistributionSettings, group: Int, end: Timestamp,
    _ measure: (WeightedSample, WeightedSample) -> Double
  ) -> Double {
    guard case .histogram(let index, _) = source else { return .nan }
    let ring = feed.histograms[index]
    let current = window(ring.geometry, end)
    let before = ring.geometry.panes(until: end - call.window, length: settings.baseline, isPast: true)
    let minimum = Double(settings.minPoints)
    guard ring.count(group: group, panes: current) >= minimum, ring.count(group: group, panes: before) >= minimum
    else { return .nan }
    return measure(
      ring.distribution(group: group, panes: current), ring.distribution(group: group, panes: before))
  }
}
