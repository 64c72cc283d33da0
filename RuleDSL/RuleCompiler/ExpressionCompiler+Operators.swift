import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  // MARK: Connectives

  mutating func compileConnective(
    _ operands: [Expression], _ operation: Program.Operation, _ range: SourceRange
  ) -> Operand {
    let isAnd = operation == .and
    var truth = Truth(canHold: isAnd, canFail: !isAnd)
    var isFaulty = false
    for (index, expression) in operands.enumerated() {
      let operand = compile(expression)
      if index > 0 { operations.append(operation) }
      guard let part = condition(operand, of: isAnd ? "'and'" : "'or'") else {
        isFaulty = true
        continue
      }
      truth.canHold = isAnd ? truth.canHold && part.canHold : truth.canHold || part.canHold
      truth.canFail = isAnd ? truth.canFail || part.canFail : truth.canFail && part.canFail
    }
    if isFaulty { return Operand(.fault, at: range) }
    if truth.isOpen, let decided = jointTruth(of: operands, isAnd: isAnd) { truth = decided }
    return Operand(.boolean(truth), at: range)
  }

  mutating func compileNot(_ expression: Expression, _ range: SourceRange) -> Operand {
    let operand = compile(expression)
    operations.append(.not)
    guard let truth = condition(operand, of: "'not'") else { return Operand(.fault, at: range) }
    return Operand(.boolean(Truth(canHold: truth.canFail, canFail: truth.canHold)), at: range)
  }

  /// The truth of an operand that must be a condition; nil, and reported, if it is something else.
  private func condition(_ operand: Operand, of connective: String) -> Truth? {
    switch operand.value {
    case .boolean(let truth): return truth
    case .fault: return nil
    default:
      log.report(
        .operandType, "\(connective) joins conditions, but this is \(operand.noun), not a boolean", at: operand.range,
        help: "compare it: '\(operand.range.shortText) > 0'")
      return nil
    }
  }

  // MARK: Arithmetic

  mutating func compileNegation(_ expression: Expression, _ range: SourceRange) -> Operand {
    let (compiled, open) = compileOperand(expression)
    let operand = open.map { settle($0, asNumber: true) } ?? compiled
    // A literal's sign belongs to the literal.
    if case .push(let value) = operations.last, expression.constant != nil {
      operations[operations.count - 1] = .push(-value)
    } else {
      operations.append(.negate)
    }
    guard var quantity = number(operand, of: "-") else { return Operand(.fault, at: range) }
    quantity.interval = -quantity.interval
    quantity.isShare = false
    return Operand(.number(quantity), at: range)
  }

  private func number(_ operand: Operand, of operation: String) -> Quantity? {
    switch operand.value {
    case .number(let quantity): return quantity
    case .fault: return nil
    default:
      log.report(.operandType, "'\(operation)' takes numbers, but this is \(operand.noun)", at: operand.range)
      return nil
    }
  }

  mutating func compileBinary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange
  ) -> Operand {
    if operation == .matches || operation == .matchesNot {
      return compileMatch(compile(left), right, negated: operation == .matchesNot, range)
    }
    if operation == .divide, let rate = compileRate(left, right, range) { return rate }
    let (leftOperand, rightOperand) = operands(operation, left, right)
    switch operation {
    case .add, .subtract, .multiply, .divide: return arithmetic(operation, leftOperand, rightOperand, range)
    case .isIn, .isNotIn: return membership(leftOperand, rightOperand, negated: operation == .isNotIn, range)
    case .contains: return containment(leftOperand, rightOperand, range)
    default: return comparison(operation, leftOperand, rightOperand, range)
    }
  }

  /// Both sides compiled; a name that is open on one of them is settled by the operator and the other side.
  private mutating func operands(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> (left: Operand, right: Operand) {
    var (leftOperand, leftOpen) = compileOperand(left)
    var (rightOperand, rightOpen) = compileOperand(right)
    let isNumeric = operation.isArithmetic || operation.isOrder && leftOpen != nil && rightOpen != nil
    // The right one first, so that the place of the left one still holds.
    let isRightNumeric = isNumeric || leftOperand.isNumeric && operation != .contains
    if let rightOpen { rightOperand = settle(rightOpen, asNumber: isRightNumeric) }
    let isLeftNumeric = isNumeric || rightOperand.isNumeric && operation != .contains
    if let leftOpen { leftOperand = settle(leftOpen, asNumber: isLeftNumeric) }
    return (leftOperand, rightOperand)
  }

  mutating func arithmetic(
    _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ range: SourceRange
  ) -> Operand {
    let (leftNumber, rightNumber) = (number(left, of: operation.rawValue), number(right, of: operation.rawValue))
    guard let a = leftNumber, let b = rightNumber else { return Operand(.fault, at: range) }
    let result: Quantity
    switch operation {
    case .multiply:
      operations.append(.multiply)
      result = Quantity(dimension: product(a, b) { $0 * $1 }, interval: a.interval * b.interval)
    case .divide:
      operations.append(.divide)
      result = Quantity(dimension: product(a, b) { $0 / $1 }, interval: a.interval / b.interval)
    default:
      let isSum = operation == .add
      operations.append(isSum ? .add : .subtract)
      warnOfUnits(a, b, isSum ? "adds" : "subtracts", range)
      result = Quantity(
        dimension: a.dimension ?? b.dimension, interval: isSum ? a.interval + b.interval : a.interval - b.interval)
    }
    return Operand(.number(result), at: range)
  }

  /// A count may be one of anything, so products with it have an unknown unit. A bare constant scales and keeps the unit; a number of unknown unit makes the result's unknown.
  private func product(
    _ left: Quantity, _ right: Quantity, _ combine: (Dimension, Dimension) -> Dimension
  ) -> Dimension? {
    if left.isCount || right.isCount { return nil }
    let a = left.dimension ?? (left.interval.isPoint ? Dimension.none : nil)
    let b = right.dimension ?? (right.interval.isPoint ? Dimension.none : nil)
    guard left.dimension != nil || right.dimension != nil, let a, let b else { return nil }
    return combine(a, b)
  }

  func warnOfUnits(_ left: Quantity, _ right: Quantity, _ verb: String, _ range: SourceRange) {
    guard let a = left.dimension, let b = right.dimension, a != b else { return }
    if left.isCount && b == .requests || right.isCount && a == .requests { return }
    // Costs per request are compared with costs; a number of requests is still no percentage.
    if a.withoutRequests == b.withoutRequests, a != .requests, b != .requests { return }
    log.report(
      .differentUnits, "this \(verb) different units: \(a) and \(b)", at: range,
      help: "a bare number fits any unit; durations are seconds, '%' is a share, '$' is USD, '/h' a rate")
  }
}
