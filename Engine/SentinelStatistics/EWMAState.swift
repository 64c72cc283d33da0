/// An exponentially weighted mean and variance of a series of points.
///
/// Source: Finch, “Incremental calculation of weighted mean and variance”, 2009.
public struct EWMAState: Sendable, Hashable, Codable {
  public private(set) var mean: Double
  public private(set) var variance: Double
  /// How many points it has taken in.
  public private(set) var points: Int

  public init() {
    mean = 0
    variance = 0
    points = 0
  }

  /// Scores `x` against the mean and variance before it, (x − m) / √v, then takes it in: with d = x − m, m += α·d and
  /// v = (1 − α)(v + α·d²). O(1).
  ///
  /// The first point becomes the mean and has no score (NaN). Where √v ≤ 1e-9·|m| the score is 0 if x equals m within
  /// 1e-9·|m|, else ±∞, as in `StepScores`. A NaN is skipped; an infinite point is scored but not taken in, for no
  /// later point could be scored against it. `alpha` outside 0 < α ≤ 1 gives NaN and leaves the state as it is.
  public mutating func add(_ x: Double, alpha: Double) -> Double {
    guard alpha > 0, alpha <= 1, !x.isNaN else { return .nan }
    if points == 0 {
      guard x.isFinite else { return .nan }
      mean = x
      points = 1
      return .nan
    }
    let score = StepScores.score(x, center: mean, spread: variance.squareRoot())
    guard x.isFinite else { return score }
    let distance = x - mean
    mean = distance.isFinite ? mean + alpha * distance : mean * (1 - alpha) + x * alpha
    // Kept finite, so that a huge outlier fades as any other.
    variance = min((1 - alpha) * (variance + alpha * distance * distance), .greatestFiniteMagnitude)
    points &+= 1
    return score
  }
}
