/// Buckets of positive numbers whose widths grow with the number, so that each stands for its members within a relative
/// accuracy.
///
/// The mapping is DDSketch's (Masson, Rim and Lee, VLDB 2019) with γ = (1 + a)/(1 − a), and a cubic in place of the
/// logarithm's mantissa part: exponent + ((6/35·s − 3/5)·s + 10/7)·s for 2^exponent·(1 + s). Where the cubic is flattest
/// against ln x it rises by 10/7 a unit, so buckets of 10/7·ln γ of it are nowhere wider than a factor γ, and there are
/// 1 % more of them than with the logarithm. It uses only operations that IEEE 754 rounds exactly, so an index is the
/// same on every machine.
public struct LogBuckets: Sendable, Hashable {
  /// The numbers that are told apart; smaller and larger ones go into the outermost buckets.
  @inlinable public static var range: ClosedRange<Double> { 1e-12...1e15 }

  /// Any member of a bucket is within this share of the bucket's `value(of:)`.
  public let relativeAccuracy: Double
  /// Buckets a unit of the cubic, which is a factor of 2.
  @usableFromInline let bucketsPerOctave: Double

  /// An accuracy outside 1e-6…0.5 is taken as the nearest in it.
  public init(relativeAccuracy: Double = 0.005) {
    let accuracy = relativeAccuracy.isNaN ? 0.005 : min(max(relativeAccuracy, 1e-6), 0.5)
    self.relativeAccuracy = accuracy
    bucketsPerOctave = 0.7 / Self.logarithm(ofAccuracy: accuracy)
  }

  /// ln γ = 2·artanh a by its series, for a ≤ 1/2.
  private static func logarithm(ofAccuracy accuracy: Double) -> Double {
    var power = accuracy
    var sum = 0.0
    for odd in stride(from: 1.0, to: 60, by: 2) {
      sum += power / odd
      power *= accuracy * accuracy
    }
    return 2 * sum
  }

  /// The bucket of a positive number; it never falls as numbers rise. Zero, a negative number and NaN count as the
  /// smallest. O(1).
  @inlinable
  @inline(__always)
  public func index(of value: Double) -> Int32 {
    var clamped = Self.range.lowerBound
    if value > clamped { clamped = min(value, Self.range.upperBound) }
    let bits = clamped.bitPattern
    let exponent = Int32(truncatingIfNeeded: bits >> 52) &- 1023
    let s = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000) - 1
    let cubic = ((6.0 / 35 * s - 0.6) * s + 10.0 / 7) * s
    let position = (Double(exponent) + cubic) * bucketsPerOctave
    let truncated = Int32(position)
    return Double(truncated) > position ? truncated &- 1 : truncated
  }

  /// The number that stands for a bucket; that of the nearest bucket for an index that no number has. O(1).
  ///
  /// 2·l·u/(l + u) of the bucket's bounds, which is off by the same share of either.
  public func value(of index: Int32) -> Double {
    let known = min(max(index, self.index(of: Self.range.lowerBound)), self.index(of: Self.range.upperBound))
    let lower = bound(Double(known))
    let upper = bound(Double(known) + 1)
    return 2 * lower / (lower + upper) * upper
  }

  /// The number at which the bucket `index` begins.
  private func bound(_ index: Double) -> Double {
    let position = index / bucketsPerOctave
    let exponent = position.rounded(.down)
    let target = position - exponent
    // Newton's method: from at most 0.09 off, five steps of a curvature below 1 reach the last digit.
    var s = target
    for _ in 0..<5 {
      let error = ((6.0 / 35 * s - 0.6) * s + 10.0 / 7) * s - target
      s -= error / ((18.0 / 35 * s - 1.2) * s + 10.0 / 7)
    }
    return Double(sign: .plus, exponent: Int(exponent), significand: 1 + s)
  }
}
