import RuleSyntax

/// Where a comparison with a constant leaves a number: below, above, or both.
struct Bound {
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

  /// Whether whatever lies in the other lies in this.
  func contains(_ other: Bound) -> Bool {
    guard let both = intersection(other) else { return false }
    return (both.low, both.includesLow, both.high, both.includesHigh)
      == (other.low, other.includesLow, other.high, other.includesHigh)
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
