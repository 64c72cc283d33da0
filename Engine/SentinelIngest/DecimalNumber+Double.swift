import Glibc

extension DecimalNumber {
  /// The nearest `Double`; infinite where the number is too large.
  ///
  /// Source of the fast path: W. D. Clinger, "How to Read Floating Point Numbers Accurately" (1990): a mantissa below
  /// 2^53 and a power of ten up to 10^22 are exact, so one rounding is left.
  @inline(__always)
  var double: Double {
    if mantissa <= 1 << 53, droppedDigits == 0, exponent >= -22, exponent <= 22 {
      let magnitude = Double(mantissa)
      let value =
        exponent < 0 ? magnitude / Self.powerOfTen(-exponent) : magnitude * Self.powerOfTen(exponent)
      return isNegative ? -value : value
    }
    return slowDouble
  }

  @inline(__always)
  private static func powerOfTen(_ exponent: Int) -> Double {
    powers.withUnsafeBufferPointer { $0[exponent] }
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// More digits than this can't be told from this many and a last one that isn't 0: every halfway point between two
  /// doubles has at most 767 significant digits.
  private static let digitLimit = 800

  private var slowDouble: Double {
    if mantissa == 0 { return isNegative ? -0.0 : 0 }
    // The text is not terminated, so strtod reads a copy.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.digitLimit + 64) { copy in
      var digits = DigitCopy(copy)
      if isNegative { digits.put(0x2D) }
      let cut = digits.putSignificant(of: text, limit: Self.digitLimit)
      digits.put(0x65)
      // The digits stand there as a whole number, `exponent` was counted for the 19 of the mantissa.
      digits.put(decimal: exponent - droppedDigits + cut)
      digits.put(0)
      guard let start = copy.baseAddress else { return .nan }
      return strtod(start, nil)
    }
  }
}

/// Writes the significant digits of a number into a bounded buffer.
private struct DigitCopy {
  private let target: UnsafeMutableBufferPointer<CChar>
  private var count = 0

  init(_ target: UnsafeMutableBufferPointer<CChar>) { self.target = target }

  mutating func put(_ byte: UInt8) {
    guard count < target.count else { return }
    target[count] = CChar(truncatingIfNeeded: byte)
    count += 1
  }

  mutating func put(decimal number: Int) {
    for byte in String(number).utf8 { put(byte) }
  }

  /// Puts the digits of the mantissa without leading zeros, at most `limit`, and a 1 behind them where digits other
  /// than 0 were cut. Returns the power of ten by which the digits put fall short.
  mutating func putSignificant(of text: TextSlice, limit: Int) -> Int {
    var put = 0
    var cut = 0
    var isInexact = false
    for byte in text {
      if byte | 0x20 == 0x65 { break }
      guard byte &- 0x30 <= 9, byte != 0x30 || put > 0 else { continue }
      if put < limit {
        self.put(byte)
        put += 1
      } else {
        cut += 1
        isInexact = isInexact || byte != 0x30
      }
    }
    if isInexact {
      self.put(0x31)
      cut -= 1
    }
    return cut
  }
}
