import RuleCompiler
import SentinelModel

/// What a call keeps for each series, as an estimate.
///
/// Windows are kept in panes: at most 360, or 60 that hold histograms or sets. A pane of numbers takes up to seven of
/// them, a pane of a histogram 40 bytes and two for each sample up to 512, then counts of its buckets.
struct WindowCost {
  let panes: Int
  /// With few samples and with very many.
  let bytes: ClosedRange<Int>

  private enum Storage {
    case numbers
    case histogram
    case set
  }

  init(_ call: SeriesCall) {
    var pane = call.every
    var limit = Int64(360)
    var storage = Storage.numbers
    switch call.function {
    case .aggregate(let aggregate), .change(let aggregate): storage = Self.storage(of: aggregate)
    case .delta, .absent: break
    case .distinct: storage = .set
    case .psi, .ks, .ksPvalue, .wasserstein, .jsDivergence: storage = .histogram
    case .zscore(let steps), .robustZscore(let steps), .seasonalZscore(let steps, _), .plugin(let steps, _),
      .ewmaZscore(let steps, _), .forecast(let steps, _, _, _):
      (pane, limit, storage) = (steps.step, .max, Self.storage(of: steps.aggregate))
    }
    if storage != .numbers { limit = min(limit, 60) }
    var lookback = call.lookback
    if case .ewmaZscore = call.function { lookback = call.offset + call.every + pane * 4 }
    let needed = max(1, lookback.nanoseconds / max(1, pane.nanoseconds))
    panes = Int(min(needed, limit, 1_000_000_000)) + 1
    switch storage {
    case .numbers: bytes = (panes * 16)...(panes * 56)
    case .histogram: bytes = (panes * 40)...(panes * 3_000)
    case .set: bytes = (panes * 40)...(panes * 8_000)
    }
  }

  private static func storage(of aggregate: Aggregate) -> Storage {
    if case .quantile = aggregate { .histogram } else { .numbers }
  }

  var text: String { "\(Figures.bytes(bytes.lowerBound)) to \(Figures.bytes(bytes.upperBound))" }
}
