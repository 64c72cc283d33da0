package import SentinelPlugin

/// An amount of money, or a price a token, in whole units of 1e-12 USD.
///
/// Prices reach fractions of a nano-USD a token (3.75e-8 USD and below), so budgets added up in floating point would
/// drift. A price of up to 1e6 USD per million tokens is at most 1e12 units, a count of tokens at most 2^53; a cost is
/// the sum of five products of these, below 2^96: it can't overflow 128 bits.
package struct PicoUSD: Hashable, Comparable, Sendable {
  package var units: Int128

  package static let zero = PicoUSD(units: 0)
  /// USD per million tokens, as price lists write it, in units a token.
  static let unitsPerListedUSD: Int128 = 1_000_000
  static let highestListedUSD: Int128 = 1_000_000

  static let highest = PicoUSD(units: highestListedUSD * unitsPerListedUSD)

  package init(units: Int128) { self.units = units }

  /// A listed price in USD per million tokens: `0.075`. At most 6 decimals are exact units; more are refused.
  package init(listed text: Substring) throws(MalformedOption) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : "0"
    let isDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard isDigits, parts[0].utf8.count <= 7, let whole = Int128(parts[0]) else {
      throw MalformedOption("'\(text)' is no price in USD per million tokens")
    }
    guard fraction.utf8.count <= 6, let digits = Int128(fraction) else {
      throw MalformedOption("'\(text)' has more than 6 decimals")
    }
    let scale = (fraction.utf8.count..<6).reduce(Int128(1)) { scale, _ in scale * 10 }
    units = whole * Self.unitsPerListedUSD + digits * scale
    guard units <= Self.highest.units else {
      throw MalformedOption("'\(text)' is above \(Self.highestListedUSD) USD per million tokens")
    }
  }

  package static func < (left: PicoUSD, right: PicoUSD) -> Bool { left.units < right.units }

  /// The price scaled by a ratio of two others, rounded down; never above the highest price, so that rows with odd
  /// ratios can't overflow either.
  func scaled(by numerator: PicoUSD, over denominator: PicoUSD) -> PicoUSD {
    guard denominator.units != 0 else { return numerator }
    return min(PicoUSD(units: units * numerator.units / denominator.units), .highest)
  }

  /// In USD: correctly rounded up to 2^53 units (9,007 USD), else within 1 unit in the last place of a double more.
  package var usd: Double {
    // Practically every cost fits 64 bits, for which the conversion is one instruction.
    let value = UInt64(exactly: units).map { Double($0) } ?? Double(units)
    return value / 1e12
  }
}
