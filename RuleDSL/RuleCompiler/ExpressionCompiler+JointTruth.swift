import RuleSyntax
import SentinelModel

extension ExpressionCompiler {
  /// More comparisons than this in one connective are not looked at together.
  private static let jointLimit = 50

  /// What comparisons of one and the same number with constants say together: `value > 10 and value < 5` never holds,
  /// `value < 10 or value > 5` always does. nil where they leave both open.
  func jointTruth(of operands: [Expression], isAnd: Bool) -> Truth? {
    let bounds = operands.prefix(Self.jointLimit).compactMap(Bound.init)
    guard bounds.count > 1 else { return nil }
    var left: [Expression: Bound] = [:]
    for bound in bounds {
      // An alternative always holds if the opposites of its parts never hold together.
      let part = isAnd ? bound : bound.opposite
      guard let joint = left[part.subject] else {
        left[part.subject] = part
        continue
      }
      guard let joint = joint.intersection(part) else { return Truth(canHold: !isAnd, canFail: isAnd) }
      left[part.subject] = joint
    }
    return nil
  }
}

/// Where a comparison with a constant leaves a number: below, above, or both.
private struct Bound {
  let subject: Expression
  var low = -Double.infinity
  var includesLow = true
  var high = Double.infinity
  var includesHigh = true

  init?(_ expression: Expression) {
    guard case .binary(let operation, let left, let right) = expression.kind else { return nil }
    if let constant = right.constant?.number {
      self.init(left, operation, constant)
    } else if let constant = left.constant?.number, let mirrored = operation.mirrored {
      self.init(right, mirrored, constant)
    } else {
      return nil
    }
  }

  private init?(_ subject: Expression, _ operation: BinaryOperator, _ constant: Double) {
    self.subject = subject
    switch operation {
    case .less, .lessOrEqual: (high, includesHigh) = (constant, operation == .lessOrEqual)
    case .greater, .greaterOrEqual: (low, includesLow) = (constant, operation == .greaterOrEqual)
    default: return nil
    }
  }

  var opposite: Bound {
    var result = self
    if high < .infinity {
      (result.low, result.includesLow, result.high, result.includesHigh) = (high, !includesHigh, .infinity, true)
    } else {
      (result.high, result.includesHigh, result.low, result.includesLow) = (low, !includesLow, -.infinity, true)
    }
    return result
  }

  func intersection(_ other: Bound) -> Bound? {
    var result = self
    if other.low > low { (result.low, result.includesLow) = (other.low, other.includesLow) }
    if other.low == low { result.includesLow = includesLow && other.includesLow }
    if other.high < high { (result.high, result.includesHigh) = (other.high, other.includesHigh) }
    if other.high == high { result.includesHigh = includesHigh && other.includesHigh }
    let isEmpty = result.low > result.high || result.low == result.high && !(result.includesLow && result.includesHigh)
    return isEmpty ? nil : result
  }
}

extension BinaryOperator {
  /// The operator with its sides exchanged.
  fileprivate var mirrored: BinaryOperator? {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: nil
    }
  }
}
