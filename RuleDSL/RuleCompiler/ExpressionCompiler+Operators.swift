import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns

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
    let operand = compile(expression)
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
    let leftOperand = compile(left)
    if operation == .matches || operation == .matchesNot {
      return compileMatch(leftOperand, right, negated: operation == .matchesNot, range)
    }
    let rightOperand = compile(right)
    switch operation {
    case .add, .subtract, .multiply, .divide: return arithmetic(operation, leftOperand, rightOperand, range)
    case .isIn, .isNotIn: return membership(leftOperand, rightOperand, negated: operation == .isNotIn, range)
    case .contains: return containment(leftOperand, rightOperand, range)
    default: return comparison(operation, leftOperand, rightOperand, range)
    }
  }

  private mutating func arithmetic(
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

  // MARK: Comparisons

  private mutating func comparison(
    _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ range: SourceRange
  ) -> Operand {
    switch (left.value, right.value) {
    case (.fault, _), (_, .fault): return Operand(.fault, at: range)
    case (.number(let a), .number(let b)): return numericComparison(operation, a, b, right, range)
    case (.boolean, .boolean) where operation.isEquality:
      operations.append(operation == .equal ? .equal : .notEqual)
      return Operand(.boolean(.open), at: range)
    case (.text(let a), .text(let b)) where operation.isEquality:
      operations.append(.stringEqual(a, b))
      if operation == .notEqual { operations.append(.not) }
      return Operand(.boolean(.open), at: range)
    default:
      reportComparison(operation, left, right, range)
      return Operand(.fault, at: range)
    }
  }

  private func reportComparison(
    _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ range: SourceRange
  ) {
    if left.noun == right.noun {
      log.report(
        .textOrder, "'\(operation.rawValue)' orders numbers, but both sides are \(left.noun)", at: range,
        help: "compare them with '==' or '!='")
      return
    }
    var help = "both sides of a comparison must be of the same type"
    if case .text = left.value, case .number = right.value, right.range.shortText.first?.isNumber == true {
      help = "labels and texts are strings: write \"\(right.range.shortText)\""
    }
    log.report(
      .mixedComparison, "\(left.noun) is compared with \(right.noun)", at: right.range,
      notes: [.init("this is \(left.noun)", at: left.range)], help: help)
  }

  private mutating func numericComparison(
    _ operation: BinaryOperator, _ left: Quantity, _ right: Quantity, _ rightOperand: Operand, _ range: SourceRange
  ) -> Operand {
    operations.append(operation.comparison)
    let truth = operation.truth(left.interval, right.interval)
    if let a = left.dimension, let b = right.dimension, a != b {
      warnOfUnits(left, right, "compares", range)
    } else if !truth.isOpen {
      warnOfOutcome(operation, truth, left, right, rightOperand, range)
    }
    // What was said about the comparison is not said again about the whole condition.
    return Operand(.boolean(.open), at: range)
  }

  private func warnOfOutcome(
    _ operation: BinaryOperator, _ truth: Truth, _ left: Quantity, _ right: Quantity, _ rightOperand: Operand,
    _ range: SourceRange
  ) {
    let outcome = truth.canHold ? "always holds" : "can never hold"
    let known = right.interval.isPoint ? left : right
    var label: String?
    let written = rightOperand.range.shortText
    if left.isShare, right.dimension == nil, right.interval.isPoint, right.interval.low > 1, right.interval.low <= 100 {
      label = "did you mean '\(written)%'?"
    }
    let fact = left.isShare ? "a ratio never exceeds 1" : known.interval.rangeText
    log.report(
      .decidedByRange, "this comparison \(outcome): \(fact)", at: range, label: label,
      help: "the ranges of metrics and functions are listed by 'sentinel metrics' and 'sentinel functions'")
  }

  // MARK: Lists and texts

  private mutating func membership(
    _ left: Operand, _ right: Operand, negated: Bool, _ range: SourceRange
  ) -> Operand {
    switch (left.value, right.value) {
    case (.fault, _), (_, .fault): return Operand(.fault, at: range)
    case (.number, .numbers(let elements)): operations.append(.isInNumbers(elements))
    case (.number, .emptyList): operations.append(.isInNumbers([]))
    case (.text(let source), .texts(let elements)): operations.append(.stringIsIn(source, elements))
    case (.text(let source), .emptyList): operations.append(.stringIsIn(source, []))
    case (.number, .texts), (.text, .numbers):
      log.report(
        .listElementType, "\(left.noun) is looked up in a list of \(right.elementNoun)", at: right.range,
        notes: [.init("this is \(left.noun)", at: left.range)])
      return Operand(.fault, at: range)
    case (_, .numbers), (_, .texts), (_, .emptyList):
      log.report(.operandType, "'in' looks up numbers and texts, but this is \(left.noun)", at: left.range)
      return Operand(.fault, at: range)
    default:
      log.report(
        .missingList, "'in' needs a list, but this is \(right.noun)", at: right.range,
        help: "write [\(right.range.shortText)], or name a list: '$name'")
      return Operand(.fault, at: range)
    }
    if negated { operations.append(.not) }
    return Operand(.boolean(.open), at: range)
  }

  private mutating func containment(_ left: Operand, _ right: Operand, _ range: SourceRange) -> Operand {
    guard let (a, b) = texts(left, right) else { return Operand(.fault, at: range) }
    operations.append(.stringContains(a, b))
    return Operand(.boolean(.open), at: range)
  }

  private func texts(_ left: Operand, _ right: Operand) -> (StringOperand, StringOperand)? {
    let (a, b) = (text(left, of: "contains"), text(right, of: "contains"))
    guard let a, let b else { return nil }
    return (a, b)
  }

  func text(_ operand: Operand, of operation: String) -> StringOperand? {
    switch operand.value {
    case .text(let source): return source
    case .fault: return nil
    default:
      log.report(
        .operandType, "'\(operation)' looks at texts (strings), but this is \(operand.noun)", at: operand.range)
      return nil
    }
  }

  private mutating func compileMatch(
    _ left: Operand, _ right: Expression, negated: Bool, _ range: SourceRange
  ) -> Operand {
    let source = text(left, of: negated ? "!~" : "=~")
    guard case .literal(.string(let pattern)) = right.kind else {
      log.report(
        .invalidPattern, "the pattern of '\(negated ? "!~" : "=~")' is a regular expression in quotes", at: right.range,
        help: "a pattern is compiled when the rules are loaded, so it is written out: =~ \"gpt.*\"")
      return Operand(.fault, at: range)
    }
    switch context.pattern(pattern) {
    case .failure(let failure):
      log.report(
        .invalidPattern, "not a regular expression: \(failure.reason)", at: right.range,
        help: "patterns are in RE2 syntax and match the whole text")
      return Operand(.fault, at: range)
    case .success(let compiled):
      guard let source else { return Operand(.fault, at: range) }
      operations.append(.stringMatches(source, compiled))
      if negated { operations.append(.not) }
      return Operand(.boolean(.open), at: range)
    }
  }
}

extension Operand {
  fileprivate var elementNoun: String {
    switch value {
    case .numbers: "numbers"
    case .texts: "texts (strings)"
    default: "nothing"
    }
  }
}

extension BinaryOperator {
  fileprivate var isEquality: Bool { self == .equal || self == .notEqual }

  fileprivate var comparison: Program.Operation {
    switch self {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .notEqual: .notEqual
    default: .equal
    }
  }

  /// What a comparison of two numbers can come out as, where both are known.
  func truth(_ left: Interval, _ right: Interval) -> Truth {
    switch self {
    case .less: Truth(canHold: left.low < right.high, canFail: left.high >= right.low)
    case .lessOrEqual: Truth(canHold: left.low <= right.high, canFail: left.high > right.low)
    case .greater: Truth(canHold: left.high > right.low, canFail: left.low <= right.high)
    case .greaterOrEqual: Truth(canHold: left.high >= right.low, canFail: left.low < right.high)
    case .equal: Truth(canHold: left.overlaps(right), canFail: !(left.isPoint && left == right))
    case .notEqual: Truth(canHold: !(left.isPoint && left == right), canFail: left.overlaps(right))
    default: .open
    }
  }
}

extension Interval {
  fileprivate func overlaps(_ other: Interval) -> Bool { low <= other.high && other.low <= high }

  /// `values here lie in 0…1`
  fileprivate var rangeText: String {
    switch (low.isFinite, high.isFinite) {
    case _ where isPoint: "both sides are constants"
    case (true, true): "values here lie in \(low.short)…\(high.short)"
    case (true, false): "values here are never below \(low.short)"
    case (false, true): "values here are never above \(high.short)"
    case (false, false): "values here can be anything"
    }
  }
}

extension Double {
  /// Whole numbers without a point.
  fileprivate var short: String { self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : "\(self)" }
}

extension SourceRange {
  /// The text, cut where it would fill a message.
  var shortText: String {
    let text = SourceRange(source, start, Swift.min(end, start + 60)).text
    return end - start > 60 ? text + "…" : text
  }
}
