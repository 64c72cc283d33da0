package import RuleCompiler
import RuleSyntax
package import SentinelModel
import SentinelSeries

extension SeriesCall {
  /// What panes of a call hold.
  package enum PaneContent: Sendable {
    /// Count, sum and the like.
    case numbers
    case histograms
    /// Hashes of distinct values.
    case sets
  }

  /// Panes a window may have, and panes of those that hold histograms or sets.
  private static let paneLimit: Int64 = 360
  private static let sketchPaneLimit: Int64 = 60

  package var paneContent: PaneContent {
    switch function {
    case .aggregate(let aggregate), .change(let aggregate): Self.content(of: aggregate)
    case .delta, .absent: .numbers
    case .distinct: .sets
    case .psi, .ks, .ksPvalue, .wasserstein, .jsDivergence: .histograms
    case .zscore, .robustZscore, .seasonalZscore, .ewmaZscore, .forecast, .plugin:
      stepSettings.map { Self.content(of: $0.aggregate) } ?? .numbers
    }
  }

  private static func content(of aggregate: Aggregate) -> PaneContent {
    if case .quantile = aggregate { .histograms } else { .numbers }
  }

  /// How many panes the call's windows need, and how wide they are.
  ///
  /// - Parameter isAligned: whether windows end at multiples of `every`.
  package func panes(isAligned: Bool) -> (width: TimeSpan, count: Int) {
    let geometry = geometry(isAligned: isAligned)
    return (geometry.width, geometry.count)
  }

  func geometry(isAligned: Bool) -> PaneGeometry {
    if let stepSettings { return geometry(of: stepSettings) }
    let isSketch = paneContent != .numbers
    return PaneGeometry.covering(
      lookback, offset: offset, every: isAligned ? every : nil, windows: [window, offset, baseline],
      limit: isSketch ? Self.sketchPaneLimit : Self.paneLimit, spread: isSketch ? 11 : 23)
  }

  private func geometry(of steps: StepSettings) -> PaneGeometry {
    let span = (lookback.nanoseconds - 1) / steps.step.nanoseconds + 2
    let isEWMA = if case .ewmaZscore = function { true } else { false }
    // An exponential average takes in each step as it completes: it needs the newest ones only.
    let recent = (offset.nanoseconds + every.nanoseconds) / steps.step.nanoseconds + 4
    return PaneGeometry(width: steps.step, count: Int(isEWMA ? recent : span))
  }

  /// The earlier window of a function of two; zero for others.
  private var baseline: TimeSpan {
    switch function {
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      settings.baseline
    default: .zero
    }
  }

  /// Nil for calls that don't look at steps.
  var stepSettings: StepSettings? {
    switch function {
    case .zscore(let settings), .robustZscore(let settings), .seasonalZscore(let settings, _),
      .ewmaZscore(let settings, _), .forecast(let settings, _, _, _), .plugin(let settings, _):
      settings
    default: nil
    }
  }
}
