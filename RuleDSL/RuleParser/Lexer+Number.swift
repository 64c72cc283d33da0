import RuleSyntax
import SentinelDiagnostics

/// Numbers and what is made of them: percentages, amounts, rates, durations ([P69], [P74]).
extension Lexer {
  /// Reads a number whose first digit is at `digits`; the token begins at `position`.
  mutating func number(from digits: Int, isAmount: Bool = false) {
    var offset = digits
    skipDigits(&offset)
    var isWhole = true
    if byte(offset) == UInt8(ascii: "."), byte(offset + 1).isDigit {
      isWhole = false
      offset += 1
      skipDigits(&offset)
    }
    if let behind = exponentEnd(offset) {
      isWhole = false
      offset = behind
    }
    let following = byte(offset)
    if following.isWordCharacter || following == UInt8(ascii: ".") {
      return lettersBehind(digits, isAmount: isAmount)
    }
    guard let literal = plainNumber(digits..<offset, isWhole: isWhole) else {
      return invalidNumber("'\(text.string(digits..<offset))' is not a number", to: offset)
    }
    suffix(literal, digits: digits..<offset, isAmount: isAmount)
  }

  private func byte(_ offset: Int) -> UInt8 { offset < end ? text.byte(offset) : 0 }

  private func skipDigits(_ offset: inout Int) {
    while byte(offset).isDigit || (byte(offset) == UInt8(ascii: "_") && byte(offset + 1).isDigit) { offset += 1 }
  }

  private func exponentEnd(_ start: Int) -> Int? {
    guard byte(start) | 0x20 == UInt8(ascii: "e") else { return nil }
    var offset = start + 1
    if byte(offset) == UInt8(ascii: "+") || byte(offset) == UInt8(ascii: "-") { offset += 1 }
    guard byte(offset).isDigit else { return nil }
    while byte(offset).isDigit { offset += 1 }
    return offset
  }

  /// The value of digits with an optional point and exponent; nil where it exceeds the range of a number.
  private func plainNumber(_ range: Range<Int>, isWhole: Bool, percent: Bool = false) -> Double? {
    // The common short integer needs no conversion by way of a string.
    if isWhole, !percent, range.count <= 15 {
      return Double(text.bytes[range].reduce(0) { $1.isDigit ? $0 * 10 + Int($1 - 0x30) : $0 })
    }
    var decimal = text.string(range).filter { $0 != "_" }
    if percent { decimal = Self.shifted(decimal, by: -2) }
    return Double(decimal).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A decimal times a power of ten, by way of its exponent: 99.9% is exactly the number nearest to 0.999.
  private static func shifted(_ decimal: String, by power: Int) -> String {
    let parts = decimal.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let exponent = parts.count > 1 ? Int(parts[1]) ?? (parts[1].hasPrefix("-") ? -9_999 : 9_999) : 0
    return "\(parts.first ?? "0")e\(exponent.addingReportingOverflow(power).partialValue)"
  }

  private mutating func suffix(_ value: Double, digits: Range<Int>, isAmount: Bool) {
    if byte(digits.upperBound) == UInt8(ascii: "%"), !isAmount {
      let ratio = plainNumber(digits, isWhole: false, percent: true) ?? value / 100
      let behind = digits.upperBound + 1
      if let (_, end) = rateSuffix(behind) { return rateFault("a percentage", literalEnd: behind, to: end) }
      return add(.literal(.percentage(ratio)), length: behind - position)
    }
    if let (unit, end) = rateSuffix(digits.upperBound) {
      return add(.literal(.rate(value: value, isAmount: isAmount, unit: unit)), length: end - position)
    }
    add(.literal(isAmount ? .amount(value) : .number(value)), length: digits.upperBound - position)
  }

  /// `/h`, `/m` or `/d` right behind a literal, if no letter, digit, `_`, `.` or `(` follows ([P74]).
  private func rateSuffix(_ start: Int) -> (unit: Literal.TimeUnit, end: Int)? {
    guard byte(start) == UInt8(ascii: "/") else { return nil }
    let unit: Literal.TimeUnit
    switch byte(start + 1) {
    case UInt8(ascii: "h"): unit = .hour
    case UInt8(ascii: "m"): unit = .minute
    case UInt8(ascii: "d"): unit = .day
    default: return nil
    }
    let following = byte(start + 2)
    let goesOn = following.isWordCharacter || following == UInt8(ascii: ".") || following == UInt8(ascii: "(")
    return goesOn ? nil : (unit, start + 2)
  }

  private mutating func rateFault(_ kind: String, literalEnd: Int, to end: Int) {
    report(
      .invalidNumber, "'\(text.string(literalEnd..<end))' can't follow \(kind)", at: literalEnd..<end,
      label: "only a number or an amount has a rate, like 6/m or $40/h; a division has blanks around '/'")
    add(.invalid, length: end - position)
  }

  /// A number with letters or a point behind it: a duration, or a fault.
  private mutating func lettersBehind(_ digits: Int, isAmount: Bool) {
    var behind = digits
    while byte(behind).isWordCharacter || (byte(behind) == UInt8(ascii: ".") && byte(behind + 1).isDigit) {
      behind += 1
    }
    if byte(behind) == UInt8(ascii: ".") { return trailingPoint(digits, behind) }
    let word = text.string(digits..<behind)
    if isAmount {
      return invalidNumber("'$\(word)' is not an amount", to: behind, label: "an amount is written like $40 or $2.50")
    }
    if word.hasPrefix("0x") || word.hasPrefix("0X") {
      return invalidNumber("'\(word)' is not a number: there are no hexadecimal numbers", to: behind)
    }
    guard word.utf8.contains(where: \.isLetter) else {
      return invalidNumber("'\(word)' is not a number", to: behind, label: "numbers are written like 1_000 or 2.5e3")
    }
    switch DurationLiteral.read(word) {
    case .success(let span):
      if let (_, end) = rateSuffix(behind) { return rateFault("a duration", literalEnd: behind, to: end) }
      add(.literal(.duration(span)), length: behind - position)
    case .failure(let fault):
      report(.invalidDuration, fault.message, at: position..<behind, label: fault.label)
      guard let meant = fault.meant else { return add(.invalid, length: behind - position) }
      add(.literal(.duration(meant)), length: behind - position)
    }
  }

  private mutating func trailingPoint(_ digits: Int, _ point: Int) {
    let number = text.string(digits..<point)
    invalidNumber(
      "'\(number).' is not a number: digits are missing behind the point", to: point + 1, label: "write \(number).0")
  }

  /// A point where a value is expected: most often `.5`.
  mutating func point() {
    guard peek(1).isDigit else { return unexpected(length: 1) }
    var behind = position + 1
    skipDigits(&behind)
    let written = text.string(position..<behind)
    report(
      .invalidNumber, "'\(written)' is not a number: a digit is missing before the point", at: position..<behind,
      label: "write 0\(written)")
    let value = Double("0" + written.filter { $0 != "_" }) ?? 0
    add(.literal(.number(value)), length: behind - position)
  }

  private mutating func invalidNumber(_ message: String, to end: Int, label: String? = nil) {
    report(.invalidNumber, message, at: position..<end, label: label)
    add(.invalid, length: end - position)
  }
}
