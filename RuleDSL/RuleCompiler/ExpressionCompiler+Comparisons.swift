package import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  mutating func comparison(
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
    log.report(
      .mixedComparison, "\(left.noun) is compared with \(right.noun)", at: right.range,
      notes: [.init("this is \(left.noun)", at: left.range)], help: mixedComparisonHelp(operation, left, right))
  }

  private func mixedComparisonHelp(_ operation: BinaryOperator, _ left: Operand, _ right: Operand) -> String {
    guard case .text(let source) = left.value, case .number = right.value else {
      return "both sides of a comparison must be of the same type"
    }
    var help = "labels and texts are strings"
    if case .label(.label(let name)) = source {
      if let way = EventFieldName.waysOut[name] { return "'\(name)' is no label: \(way)" }
      if let quantile = Self.dottedQuantile(name) { return "did you mean '\(quantile)'? '\(name)' is an attribute" }
      if name.contains("."), scope.mode == .event, place == .condition {
        help = "if '\(name)' is a metric, write 'metric: \(name)' and compare 'value'; " + help
      }
    }
    guard !operation.isOrder else { return help + ", which have no order: compare them with '==' or '!='" }
    return right.range.shortText.first?.isNumber == true ? help + ": write \"\(right.range.shortText)\"" : help
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
    let fact = left.isShare && right.interval.low >= 1 ? "a ratio never exceeds 1" : known.interval.rangeText
    log.report(
      .decidedByRange, "this comparison \(outcome): \(fact)", at: range, label: label,
      help: "the ranges of metrics and functions are listed by 'sentinel metrics' and 'sentinel functions'")
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
  package func truth(_ left: Interval, _ right: Interval) -> Truth {
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
