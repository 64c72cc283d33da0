import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

extension BoundCall {
  func bind(isAligned: Bool) -> Source {
    let every = isAligned ? call.every : nil
    switch call.function {
    case .aggregate(let aggregate): return bindWindow(aggregate, every: every)
    case .change(let aggregate): return bindWindow(aggregate, every: every)
    case .delta: return bindWindow(.first, every: every)
    case .absent: return bindWindow(.count, every: every)
    case .distinct(let label): return .distinct(feed.addDistinct(sketchGeometry(every: every), label: label))
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      let geometry = sketchGeometry(every: every, baseline: settings.baseline)
      return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil, keepsValues: true), view: nil)
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin:
      return stepSettings.map(bindSteps) ?? .none
    }
  }

  private func sketchGeometry(every: TimeSpan?, baseline: TimeSpan = .zero) -> PaneGeometry {
    PaneGeometry.covering(
      call.lookback, offset: call.offset, every: every, windows: [call.window, call.offset, baseline],
      limit: Self.sketchPaneLimit)
  }

  private func bindWindow(_ aggregate: Aggregate, every: TimeSpan?) -> Source {
    if case .quantile(let q) = aggregate {
      let geometry = sketchGeometry(every: every)
      // Views move with time: rules on events don't come in time order where events are late, and look where they are.
      guard call.offset == .zero || every != nil, !isChange else {
        return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
      }
      let ring = feed.addHistogram(geometry, view: (call.window, call.offset), quantile: q)
      return .histogram(ring, view: place(of: q, in: feed.histograms[ring]))
    }
    let geometry = PaneGeometry.covering(
      call.lookback, offset: call.offset, every: every, windows: [call.window, call.offset], limit: Self.paneLimit,
      spread: 23)
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
