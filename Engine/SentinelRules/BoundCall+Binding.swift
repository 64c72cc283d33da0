import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

extension BoundCall {
  func bind(isAligned: Bool) -> Source {
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
      // Views move with time: rules on events don't come in time order where events are late, and look where they are.
      guard call.offset == .zero || !edges.isEmpty, !isChange else {
        return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
      }
      let ring = feed.addHistogram(geometry, view: (call.window, call.offset), quantile: q)
      return .histogram(ring, view: place(of: q, in: feed.histograms[ring]))
    }
    let geometry = PaneGeometry.covering(lookback, edges: edges, limit: Self.paneLimit)
    return .moments(feed.addMoments(geometry, parts: parts(for: aggregate)))
  }

  private func place(of q: Double, in ring: HistogramRing) -> (index: Int, quantile: Int)? {
    guard let index = ring.views.firstIndex(where: { $0.window == call.window && $0.offset == call.offset }),
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
    case .first: .ends
    case .last: .last
    case .rate: metric.kind == .sum ? [] : .ends
    }
  }

  var stepSettings: SeriesCall.StepSettings? { Self.stepSettings(of: call) }

  static func stepSettings(of call: SeriesCall) -> SeriesCall.StepSettings? {
    switch call.function {
    case .zscore(let settings), .robustZscore(let settings), .seasonalZscore(let settings, _),
      .ewmaZscore(let settings, _), .forecast(let settings, _, _, _), .plugin(let settings, _):
      settings
    default: nil
    }
  }
}
