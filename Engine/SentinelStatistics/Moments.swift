/// Count, mean and sum of squared deviations of a set of numbers; sets merge exactly.
///
/// Source: Welford 1962; merging: Chan, Golub, LeVeque 1979. Constant input gives a deviation of exactly 0.
public struct Moments: Sendable, Hashable, Codable {
  public var count: Double = 0
  public var mean: Double = 0
  /// Σ (x − mean)².
  public var squares: Double = 0

  @inlinable
  public init() {}

  @inlinable
  public init(count: Double, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }

  @inlinable
  public init(_ values: some Sequence<Double>) {
    self.init()
    for value in values { add(value) }
  }

  /// Adds one number. O(1).
  @inlinable
  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / count
    squares += delta * (value - mean)
  }

  /// Adds `weight` observations of the same number.
  @inlinable
  public mutating func add(_ value: Double, weight: Double) {
    count += weight
    let delta = value - mean
    mean += delta * weight / count
    squares += delta * weight * (value - mean)
  }

  /// Adds another set. O(1).
  @inlinable
  public mutating func merge(_ other: Moments) {
    if other.count == 0 { return }
    if count == 0 {
      self = other
      return
    }
    let share = other.count / (count + other.count)
    let delta = other.mean - mean
    squares += other.squares + delta * delta * count * share
    mean += delta * share
    count += other.count
  }

  /// Population variance; NaN without observations.
  @inlinable
  public var variance: Double { count > 0 ? max(0, squares / count) : .nan }

  /// Population standard deviation; NaN without observations.
  @inlinable
  public var standardDeviation: Double { variance.squareRoot() }
}
