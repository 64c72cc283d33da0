/// The values that a number can have where it is known: all from `low` to `high`.
package struct Interval: Hashable {
  package var low: Double
  package var high: Double

  package static let all = Interval(-.infinity, .infinity)
  package static let notNegative = Interval(0, .infinity)

  package init(_ low: Double, _ high: Double) {
    self.low = low.isNaN ? -.infinity : low
    self.high = high.isNaN ? .infinity : high
  }

  package init(_ range: ClosedRange<Double>?) {
    self = range.map { Interval($0.lowerBound, $0.upperBound) } ?? .all
  }

  package init(constant: Double) { self.init(constant, constant) }

  package var isPoint: Bool { low == high }
  package var isAll: Bool { low == -.infinity && high == .infinity }

  package static func + (left: Interval, right: Interval) -> Interval {
    Interval(left.low + right.low, left.high + right.high)
  }

  package static func - (left: Interval, right: Interval) -> Interval {
    Interval(left.low - right.high, left.high - right.low)
  }

  package static prefix func - (operand: Interval) -> Interval { Interval(-operand.high, -operand.low) }

  package static func * (left: Interval, right: Interval) -> Interval {
    // 0·∞ is unknown, so a bound of that form says nothing beyond the 0.
    let corners = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high]
      .map { $0.isNaN ? 0 : $0 }
    return Interval(corners.min() ?? -.infinity, corners.max() ?? .infinity)
  }

  package static func / (left: Interval, right: Interval) -> Interval {
    // Dividing by 0 is unknown, so a bound of 0 only means: as small as may be.
    if right.isPoint, right.low != 0 {
      return Interval(
        min(left.low / right.low, left.high / right.low), max(left.low / right.low, left.high / right.low))
    }
    if right.low >= 0, right.high > 0 {
      return left * Interval(1 / right.high, right.low > 0 ? 1 / right.low : .infinity)
    }
    if right.high <= 0, right.low < 0 {
      return left * Interval(right.high < 0 ? 1 / right.high : -.infinity, 1 / right.low)
    }
    return .all
  }

  package func intersection(_ other: Interval) -> Interval? {
    let (low, high) = (max(low, other.low), min(high, other.high))
    return low <= high ? Interval(low, high) : nil
  }
}

/// What a condition can come out as.
package struct Truth: Hashable {
  package var canHold: Bool
  package var canFail: Bool

  package static let open = Truth(canHold: true, canFail: true)

  package var isOpen: Bool { canHold && canFail }
}
