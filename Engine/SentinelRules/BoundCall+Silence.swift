import RuleCompiler
import SentinelModel
import SentinelSeries

extension BoundCall {
  /// The earliest time after `time` at which the call's value may become another one although no sample comes.
  ///
  /// - Parameter last: the time of the newest sample of all, before `time`.
  func changes(after time: Timestamp, lastSample last: Timestamp) -> Timestamp {
    let width = paneWidth
    // All that the call looks at is empty, but for steps of sums and counts, which are zeros; a pane more for windows
    // whose edges lie inside of panes.
    if time > last + call.lookback + width * 2 { return .distantFuture }
    if isContinuous, time <= last + call.lookback + call.every { return time }
    return edges.reduce(.distantFuture) { first, distance in
      let moved = time - distance
      return min(first, moved.floored(to: width) + width + distance)
    }
  }

  /// Whether the value follows the instant itself, not only samples: a line goes on, and a rate is over the part of its
  /// window in which the metric existed.
  private var isContinuous: Bool {
    switch call.function {
    case .forecast: true
    case .aggregate(.rate), .change(.rate): metric.kind == .sum
    default: false
    }
  }

  /// The width of what enters and leaves the call's windows as a whole.
  private var paneWidth: TimeSpan {
    if let settings = call.stepSettings { return settings.step }
    switch source {
    case .moments(let index): return feed.moments[index].geometry.width
    case .histogram(let index, _): return feed.histograms[index].geometry.width
    case .distinct(let index): return feed.distincts[index].ring.geometry.width
    case .none: return call.every
    }
  }

  /// How far before an instant windows begin and end.
  private var edges: [TimeSpan] {
    switch call.function {
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin: [call.offset]
    case .aggregate, .delta, .absent, .distinct: [call.offset, call.offset + call.window]
    case .change: [call.offset, call.offset + call.window, call.offset + call.window * 2]
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      [call.offset, call.offset + call.window, call.offset + call.window + settings.baseline]
    }
  }
}
