import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries
import SentinelStatistics

extension BoundCall {
  func bind(isAligned: Bool) -> Source {
    let geometry = call.geometry(isAligned: isAligned)
    switch call.function {
    case .aggregate(let aggregate): return bindWindow(aggregate, geometry, isAligned: isAligned)
    case .change(let aggregate): return bindWindow(aggregate, geometry, isAligned: isAligned)
    case .delta: return bindWindow(.first, geometry, isAligned: isAligned)
    case .absent: return bindWindow(.count, geometry, isAligned: isAligned)
    case .distinct(let label): return .distinct(feed.addDistinct(geometry, label: label))
    case .psi, .ks, .ksPvalue, .wasserstein, .jsDivergence:
      return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil, keepsValues: true), view: nil)
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin:
      return call.stepSettings.map { bindSteps($0, geometry) } ?? .none
    }
  }

  private func bindWindow(_ aggregate: Aggregate, _ geometry: PaneGeometry, isAligned: Bool) -> Source {
    if case .quantile(let q) = aggregate {
      // Views move with time: rules on events don't come in time order where events are late, and look where they are.
      guard call.offset == .zero || isAligned, !isChange else {
        return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil), view: nil)
      }
      let ring = feed.addHistogram(geometry, view: (call.window, call.offset), quantile: q)
      return .histogram(ring, view: place(of: q, in: feed.histograms[ring]))
    }
    return .moments(feed.addMoments(geometry, parts: parts(for: aggregate)))
  }

  private func place(of q: Double, in ring: HistogramRing) -> (index: Int, quantile: Int)? {
    guard let index = ring.views.firstIndex(where: { $0.window == call.window && $0.offset == call.offset }),
      let quantile = ring.views[index].quantiles.firstIndex(of: q)
    else { return nil }
    return (index, quantile)
  }

  private func bindSteps(_ settings: SeriesCall.StepSettings, _ geometry: PaneGeometry) -> Source {
    if case .quantile = settings.aggregate {
      return .histogram(feed.addHistogram(geometry, view: nil, quantile: nil, isStepped: true), view: nil)
    }
    return .moments(feed.addMoments(geometry, parts: parts(for: settings.aggregate), isStepped: true))
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
}
