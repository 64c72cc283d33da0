import SentinelModel

/// The price of one model in one span of time: a line of a price table.
struct PriceRow: Hashable, Sendable {
  /// From how many input tokens on the whole request is charged at other rates.
  struct LongContext: Hashable, Sendable {
    /// The first count that is long: of `>272000` that is 272,001.
    var firstLong: Int64
    var input: PicoUSD
    var cacheRead: PicoUSD?
    var output: PicoUSD
  }

  /// Input and output of a service tier.
  struct TierPrice: Hashable, Sendable {
    var input: PicoUSD
    var output: PicoUSD
  }

  /// Hours of full price; all others are charged at `percent` %.
  struct PeakHours: Hashable, Sendable {
    /// Minutes of the day in UTC, half open.
    var windows: [Range<Int>]
    /// Whether Saturday and Sunday are off-peak throughout.
    var isWeekdaysOnly: Bool
    var percent: Int

    func contains(_ time: Timestamp) -> Bool {
      let seconds = time.nanoseconds.dividedDown(by: 1_000_000_000)
      // 1970-01-01 was a Thursday; 0 is Sunday.
      let weekday = (seconds.dividedDown(by: 86_400) + 4).modulo(7)
      if isWeekdaysOnly, weekday == 0 || weekday == 6 { return false }
      let minute = Int(seconds.modulo(86_400) / 60)
      return windows.contains { $0.contains(minute) }
    }
  }

  var model: String
  var standard: Rates
  var batch: TierPrice?
  var flex: TierPrice?
  var longContext: LongContext?
  var peakHours: PeakHours?
  /// The prices hold from `validFrom`, included, to `validTo`, excluded.
  var validFrom = Timestamp.distantPast
  var validTo = Timestamp.distantFuture

  func isValid(at time: Timestamp) -> Bool { validFrom <= time && time < validTo }

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
