/// How far a value lies from a baseline, in units of the baseline's own spread.
///
/// All scores are NaN (unknown) on an empty baseline, for a NaN and for a baseline that isn't finite.
public enum StepScores {
  /// A spread or a distance up to this share of the centre is rounding, not a difference.
  @inlinable static var tolerance: Double { 1e-9 }

  /// The standard deviation of normal data as a multiple of its median absolute deviation: 1 / Φ⁻¹(3/4), rounded as
  /// published.
  @inlinable static var normalConsistency: Double { 1.4826 }

  /// (x − mean) / population standard deviation, in two passes. O(n), allocates nothing.
  @inlinable
  public static func zscore(_ x: Double, _ baseline: some Collection<Double>) -> Double {
    let (mean, deviation) = meanAndDeviation(baseline)
    return score(x, center: mean, spread: deviation)
  }

  /// (x − median) / (1.4826 · MAD). O(n log n).
  @inlinable
  public static func robustZscore(_ x: Double, _ baseline: some Collection<Double>) -> Double {
    if baseline.contains(where: \.isNaN) { return .nan }
    let sorted = baseline.sorted()
    let center = median(ofSorted: sorted)
    let deviation = medianAbsoluteDeviation(ofSorted: sorted, around: center)
    // The tolerance is on the MAD itself, so the factor comes after it.
    return score(x, center: center, spread: deviation, unit: normalConsistency)
  }

  /// (x − center) / (unit · spread).
  ///
  /// A spread ≤ 1e-9·|center| counts as 0: the score is then 0 if |x − center| ≤ 1e-9·|center|, else ±∞. So a constant
  /// series whose mean is off by a rounding gives no false alarm.
  @inlinable
  static func score(_ x: Double, center: Double, spread: Double, unit: Double = 1) -> Double {
    guard !x.isNaN, center.isFinite, spread.isFinite else { return .nan }
    let distance = x - center
    let rounding = tolerance * center.magnitude
    if spread > rounding { return distance / (unit * spread) }
    if distance.magnitude <= rounding { return 0 }
    return distance > 0 ? .infinity : -.infinity
  }

  @inlinable
  static func meanAndDeviation(_ values: some Collection<Double>) -> (mean: Double, deviation: Double) {
    guard !values.isEmpty else { return (.nan, .nan) }
    let count = Double(values.count)
    var mean = values.reduce(0, +) / count
    if mean.isInfinite { mean = values.reduce(0) { $0 + $1 / count } }
    var squares = 0.0
    var largest = 0.0
    for value in values {
      let distance = value - mean
      squares += distance * distance
      largest = max(largest, distance.magnitude)
    }
    if squares.isNormal { return (mean, (squares / count).squareRoot()) }
    if squares.isNaN || largest == 0 { return (mean, squares) }
    // The squares over- or underflowed: in units of the largest distance they don't.
    let scaled = values.reduce(0) { $0 + (($1 - mean) / largest) * (($1 - mean) / largest) }
    return (mean, largest * (scaled / count).squareRoot())
  }
}
