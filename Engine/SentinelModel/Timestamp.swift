/// An instant of event time: nanoseconds since 1970-01-01T00:00:00Z. Arithmetic saturates at the ends of the range.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static let distantPast = Timestamp(nanoseconds: .min)
  public static let distantFuture = Timestamp(nanoseconds: .max)

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

  public static func + (left: Timestamp, right: TimeSpan) -> Timestamp {
    Timestamp(nanoseconds: left.nanoseconds.addingSaturating(right.nanoseconds))
  }

  public static func - (left: Timestamp, right: TimeSpan) -> Timestamp {
    Timestamp(nanoseconds: left.nanoseconds.subtractingSaturating(right.nanoseconds))
  }

  public static func - (left: Timestamp, right: Timestamp) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.subtractingSaturating(right.nanoseconds))
  }

  /// The largest multiple of `step` since the epoch that is at or before this instant.
  /// - Precondition: `step` is positive.
  public func floored(to step: TimeSpan) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds.subtractingSaturating(nanoseconds.modulo(step.nanoseconds)))
  }

  /// The smallest multiple of `step` since the epoch that is at or after this instant.
  /// - Precondition: `step` is positive.
  public func ceiled(to step: TimeSpan) -> Timestamp {
    let rest = nanoseconds.modulo(step.nanoseconds)
    return rest == 0 ? self : Timestamp(nanoseconds: nanoseconds.addingSaturating(step.nanoseconds - rest))
  }
}

extension Int64 {
  /// The sum, held at the ends of the range where it would overflow.
  @inlinable
  public func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  /// The difference, held at the ends of the range where it would overflow.
  @inlinable
  public func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }

  /// The product, held at the ends of the range where it would overflow.
  @inlinable
  public func multipliedSaturating(by other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }

  /// The remainder in `0..<divisor`, also of a negative number.
  /// - Precondition: `divisor` is positive.
  @inlinable
  public func modulo(_ divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }

  /// The quotient rounded towards negative infinity.
  /// - Precondition: `divisor` is positive.
  @inlinable
  public func dividedDown(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
