/// A number as it stands in a text: ±mantissa × 10^exponent.
struct DecimalNumber {
  /// The text of the number.
  let text: TextSlice
  let isNegative: Bool
  /// The first 19 significant digits.
  let mantissa: UInt64
  let exponent: Int
  /// Digits that didn't fit into the mantissa; `exponent` counts them.
  let droppedDigits: Int
}

extension JSONCursor {
  /// Reads a number by the grammar of JSON.
  @inline(__always)
  mutating func number() -> DecimalNumber? {
    let start = position
    let isNegative = take(0x2D)
    var reader = DigitReader()
    let first = current
    takeDigits(&reader)
    let wholeDigits = position - start - (isNegative ? 1 : 0)
    guard wholeDigits > 0, first != 0x30 || wholeDigits == 1 else { return numberFault() }
    var fractionDigits = 0
    if take(0x2E) {
      let from = position
      takeDigits(&reader)
      fractionDigits = position - from
      guard fractionDigits > 0 else { return numberFault() }
    }
    var exponent = reader.dropped - fractionDigits
    if current | 0x20 == 0x65 {
      guard let written = writtenExponent() else { return numberFault() }
      exponent += written
    }
    return DecimalNumber(
      text: TextSlice(start: base + start, count: position - start), isNegative: isNegative,
      mantissa: reader.mantissa, exponent: exponent, droppedDigits: reader.dropped)
  }

  private mutating func numberFault() -> DecimalNumber? { fail(.badNumber) ? nil : nil }

  /// The digits of a mantissa, as far as they fit.
  struct DigitReader {
    var mantissa: UInt64 = 0
    var dropped = 0
  }

  @inline(__always)
  private mutating func takeDigits(_ reader: inout DigitReader) {
    while position < end {
      let digit = base[position] &- 0x30
      guard digit <= 9 else { return }
      // 10^18 - 1 times 10 plus 9 is below 2^64.
      if reader.mantissa < 1_000_000_000_000_000_000 {
        reader.mantissa = reader.mantissa &* 10 &+ UInt64(digit)
      } else {
        reader.dropped += 1
      }
      position += 1
    }
  }

  /// Reads `e±DIGITS`; magnitudes above a million are held there, far outside of what any number can be.
  private mutating func writtenExponent() -> Int? {
    position += 1
    let isNegative = current == 0x2D
    if isNegative || current == 0x2B { position += 1 }
    let from = position
    var exponent = 0
    while position < end, base[position] &- 0x30 <= 9 {
      exponent = min(exponent * 10 + Int(base[position] &- 0x30), 1_000_000)
      position += 1
    }
    guard position > from else { return nil }
    return isNegative ? -exponent : exponent
  }
}
