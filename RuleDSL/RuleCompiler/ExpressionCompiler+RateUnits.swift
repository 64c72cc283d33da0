import RuleSyntax
import SentinelDiagnostics

/// Units that people write behind a number as in `3/s`, where rates are per m, h or d only ([P74]).
extension ExpressionCompiler {
  /// Reports a name that stands right behind a number and `/` and is a unit of time: an error where it is no other name.
  ///
  /// - Returns: what the division is compiled to; nil for one that is meant.
  mutating func compileRate(_ dividend: Expression, _ divisor: Expression, _ range: SourceRange) -> Operand? {
    guard case .name(let name) = divisor.kind, let rate = WrittenRate(dividend, divisor) else { return nil }
    if name == "min" {
      log.report(
        .divisionLikeRate, "this divides by the function 'min'", at: divisor.range,
        label: "did you mean '\(rate.meant)'?",
        help: "a division has blanks around '/'")
      _ = arithmetic(.divide, compile(dividend), compile(divisor), range)
      // Its unit is not what was meant, so nothing is said of it.
      return Operand(.number(.unknown), at: range)
    }
    guard !isKnownAnywhere(name), scope.groupIndex(of: name) == nil else { return nil }
    log.report(
      .invalidNumber, "'/\(name)' makes no rate", at: divisor.range,
      label: "a rate may be per m, h or d: \(rate.written) is \(rate.meant)",
      help: "a division has blanks around '/'")
    return Operand(.fault, at: range)
  }
}

/// A number with a unit of time behind it: `3/s`, `$3/month`.
private struct WrittenRate {
  let written: String
  /// The same in units that rates have.
  let meant: String

  init?(_ dividend: Expression, _ divisor: Expression) {
    guard case .name(let name) = divisor.kind, let unit = RateUnit(name), let number = dividend.lastFactor,
      case .literal(let literal) = number.kind, let value = literal.plainValue,
      divisor.range.start == number.range.end + 1
    else { return nil }
    let (text, sign) = (number.range.text, literal.isAmount ? "$" : "")
    written = "\(text)/\(name)"
    meant =
      switch unit {
      case .exact(let own): "\(text)/\(own)"
      case .shorter(let count): "\(sign)\((value * count).plain)/m"
      case .longer(let days): "\(text) / \(days)d"
      }
  }
}

private enum RateUnit {
  /// The unit by its own name.
  case exact(String)
  /// So many are a minute.
  case shorter(Double)
  /// Of so many days.
  case longer(Int)

  init?(_ name: String) {
    switch name.lowercased() {
    case "ms", "msec", "millis", "millisecond", "milliseconds": self = .shorter(60_000)
    case "s", "sec", "secs", "second", "seconds": self = .shorter(60)
    case "min", "mins", "minute", "minutes", "m": self = .exact("m")
    case "hr", "hrs", "hour", "hours", "h": self = .exact("h")
    case "day", "days", "d": self = .exact("d")
    case "w", "wk", "week", "weeks": self = .longer(7)
    case "mo", "month", "months": self = .longer(30)
    case "y", "yr", "year", "years": self = .longer(365)
    default: return nil
    }
  }
}

extension Expression {
  /// What stands before the sign of a division that follows: of a product or quotient the last factor.
  fileprivate var lastFactor: Expression? {
    switch kind {
    case .literal: self
    case .binary(.multiply, _, let right), .binary(.divide, _, let right): right.lastFactor
    case .negate(let operand): operand.lastFactor
    default: nil
    }
  }
}

extension Literal {
  /// The value of a bare number or an amount.
  fileprivate var plainValue: Double? {
    switch self {
    case .number(let value), .amount(let value): value
    default: nil
    }
  }

  fileprivate var isAmount: Bool { if case .amount = self { true } else { false } }
}
