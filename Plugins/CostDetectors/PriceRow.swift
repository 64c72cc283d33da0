package import SentinelModel

/// The price of one model in one span of time: a line of a price table.
package struct PriceRow: Hashable, Sendable {
  /// From how many input tokens on the whole request is charged at other rates.
  package struct LongContext: Hashable, Sendable {
    /// The first count that is long: of `>272000` that is 272,001.
    package var firstLong: Int64
    package var input: PicoUSD
    package var cacheRead: PicoUSD?
    package var output: PicoUSD
  }

  /// Input and output of a service tier.
  package struct TierPrice: Hashable, Sendable {
    package var input: PicoUSD
    package var output: PicoUSD
  }

  /// Hours of full price; all others are charged at `percent` %.
  package struct PeakHours: Hashable, Sendable {
    /// Minutes of the day in UTC, half open.
    package var windows: [Range<Int>]
    /// Whether Saturday and Sunday are off-peak throughout.
    package var isWeekdaysOnly: Bool
    package var percent: Int

    func contains(_ time: Timestamp) -> Bool {
      let seconds = time.nanoseconds.dividedDown(by: 1_000_000_000)
      // 1970-01-01 was a Thursday; 0 is Sunday.
      let weekday = (seconds.dividedDown(by: 86_400) + 4).modulo(7)
      if isWeekdaysOnly, weekday == 0 || weekday == 6 { return false }
      let minute = Int(seconds.modulo(86_400) / 60)
      return windows.contains { $0.contains(minute) }
    }
  }

  package var model: String
  package var standard: Rates
  package var batch: TierPrice?
  package var flex: TierPrice?
  package var longContext: LongContext?
  package var peakHours: PeakHours?
  /// The prices hold from `validFrom`, included, to `validTo`, excluded.
  package var validFrom = Timestamp.distantPast
  package var validTo = Timestamp.distantFuture

  /// The rates of a tier in a band; nil where the row has no price for the tier.
  func rates(_ tier: ServiceTier, isLong: Bool) -> Rates? {
    var rates = standard
    if isLong, let long = longContext {
      rates = standard.moved(input: long.input, cacheRead: long.cacheRead, output: long.output)
    }
    let price: TierPrice?
    switch tier {
    case .standard: return rates
    case .batch: price = batch
    case .flex: price = flex
    }
    // A tier is a discount on the band: its prices are listed for the short one.
    return price.map { price in
      rates.moved(
        input: rates.input.scaled(by: price.input, over: standard.input),
        output: rates.output.scaled(by: price.output, over: standard.output))
    }
  }
}
