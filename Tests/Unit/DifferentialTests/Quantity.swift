import Foundation

/// A number of the reference with the interval in which another correct implementation's number may lie.
///
/// NaN is unknown. `isOpen` says that the contract leaves it open altogether: any number, or unknown.
struct Quantity {
  let value: Double
  let low: Double
  let high: Double
  var isOpen = false

  static let unknown = Quantity(.nan)

  init(_ value: Double) { self.init(value, from: value, to: value) }

  init(_ value: Double, within error: Double) {
    if value.isFinite {
      self.init(value, from: value - error, to: value + error)
    } else {
      self.init(value)
    }
  }

  init(_ value: Double, from low: Double, to high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  static func open(_ value: Double) -> Quantity {
    var quantity = Quantity(value)
    quantity.isOpen = true
    return quantity
  }

  var isUnknown: Bool { value.isNaN && !isOpen }

  private func combined(_ other: Quantity, _ operation: (Double, Double) -> Double) -> Quantity {
    if isUnknown || other.isUnknown { return .unknown }
    let value = operation(self.value, other.value)
    if isOpen || other.isOpen { return .open(value) }
    let corners = [
      operation(low, other.low), operation(low, other.high), operation(high, other.low), operation(high, other.high),
    ]
    if value.isNaN, corners.allSatisfy(\.isNaN) { return .unknown }
    guard !value.isNaN, !corners.contains(where: \.isNaN) else { return .open(value) }
    return Quantity(value, from: Swift.min(value, corners.min() ?? value), to: Swift.max(value, corners.max() ?? value))
  }

  static func + (left: Quantity, right: Quantity) -> Quantity { left.combined(right, +) }
  static func - (left: Quantity, right: Quantity) -> Quantity { left.combined(right, -) }
  static func * (left: Quantity, right: Quantity) -> Quantity { left.combined(right, *) }

  /// A division by zero is unknown.
  static func / (left: Quantity, right: Quantity) -> Quantity {
    if left.isUnknown || right.isUnknown { return .unknown }
    if right.isOpen { return .open(.nan) }
    if right.low == 0, right.high == 0 { return .unknown }
    if right.low <= 0, right.high >= 0 { return .open(left.value / right.value) }
    return left.combined(right, /)
  }

  static prefix func - (operand: Quantity) -> Quantity {
    var result = Quantity(-operand.value, from: -operand.high, to: -operand.low)
    result.isOpen = operand.isOpen
    return result
  }

  /// Which of the outcomes of `self < other` are possible.
  func isLess(than other: Quantity) -> Truth {
    compared(other, canHold: low < other.high, canFail: high >= other.low)
  }

  func isAtMost(_ other: Quantity) -> Truth {
    compared(other, canHold: low <= other.high, canFail: high > other.low)
  }

  func equals(_ other: Quantity) -> Truth {
    let isPoint = low == high && other.low == other.high
    return compared(
      other, canHold: low <= other.high && other.low <= high, canFail: !isPoint || low != other.low)
  }

  private func compared(_ other: Quantity, canHold: Bool, canFail: Bool) -> Truth {
    if isUnknown || other.isUnknown { return .isUnknown }
    if isOpen || other.isOpen { return .anything }
    return (canHold ? Truth.isTrue : []).union(canFail ? .isFalse : [])
  }
}

/// The outcomes that a condition may have: one where the contract decides it, several where an error bound leaves it open.
struct Truth: OptionSet, Hashable {
  let rawValue: Int

  static let isFalse = Truth(rawValue: 1)
  static let isUnknown = Truth(rawValue: 2)
  static let isTrue = Truth(rawValue: 4)
  static let anything: Truth = [.isFalse, .isUnknown, .isTrue]

  init(rawValue: Int) { self.rawValue = rawValue }
  init(_ flag: Bool) { self = flag ? .isTrue : .isFalse }

  /// Each single outcome, false before unknown before true.
  var outcomes: [Truth] { [.isFalse, .isUnknown, .isTrue].filter(contains) }
  var isDecided: Bool { outcomes.count == 1 }

  /// Of three-valued logic, `and` is the smaller and `or` the larger of false < unknown < true.
  func and(_ other: Truth) -> Truth { combined(other) { $0.rawValue < $1.rawValue ? $0 : $1 } }
  func or(_ other: Truth) -> Truth { combined(other) { $0.rawValue > $1.rawValue ? $0 : $1 } }

  var negated: Truth {
    Truth(outcomes.map { $0 == .isTrue ? Truth.isFalse : $0 == .isFalse ? .isTrue : .isUnknown })
  }

  func combined(_ other: Truth, _ operation: (Truth, Truth) -> Truth) -> Truth {
    Truth(outcomes.flatMap { left in other.outcomes.map { operation(left, $0) } })
  }
}
