import Foundation
import SentinelModel
import Testing

import CostDetectors

/// The formula once more, in decimal arithmetic and without any preparation.
private func slowCost(_ row: PriceRow, _ usage: Usage, batch: Bool) -> Decimal {
  func decimal(_ price: PicoUSD) -> Decimal { Decimal(string: "\(price.units)") ?? .nan }
  let long = usage.input >= row.longContext?.firstLong ?? .max ? row.longContext : nil
  var input = decimal(long?.input ?? row.standard.input)
  var output = decimal(long?.output ?? row.standard.output)
  let bandFactor = decimal(row.standard.input) == 0 ? 1 : input / decimal(row.standard.input)
  var read = (long?.cacheRead).map(decimal) ?? row.standard.cacheRead.map { decimal($0) * bandFactor } ?? input
  var write = row.standard.cacheWrite.map { decimal($0) * bandFactor } ?? input
  if batch, let tier = row.batch {
    let factor = decimal(tier.input) / decimal(row.standard.input)
    (input, read, write) = (input * factor, read * factor, write * factor)
    output =
      row.standard.output == .zero ? decimal(tier.output) : output * decimal(tier.output) / decimal(row.standard.output)
  }
  let uncached = Decimal(usage.input) - Decimal(usage.cacheRead) - Decimal(usage.cacheWrite)
  return uncached * input + Decimal(usage.cacheRead) * read + Decimal(usage.cacheWrite) * write
    + Decimal(usage.output) * output
}

extension PriceRow {
  /// The same prices at any time.
  fileprivate var timeless: PriceRow {
    var row = self
    row.validFrom = .distantPast
    row.validTo = .distantFuture
    return row
  }
}

@Suite("The cost of a call")
struct CostFormulaTests {
  private static let instant = Timestamp(rfc3339: "2026-11-18T02:00:00Z") ?? .distantPast

  private func cost(_ table: PriceTable, _ usage: Usage, _ tier: ServiceTier) -> PicoUSD? {
    guard case .cost(let cost) = table.price(0, usage, tier: tier, at: Self.instant) else { return nil }
    return cost
  }

  /// Every sort of usage, near thresholds too.
  private static let usages: [Usage] = [
    0, 1, 999, 100_000, 100_001, 199_999, 200_000, 200_001, 272_000, 272_001, 1_048_576,
  ]
  .flatMap { input in
    [0.0, 0.3, 1].compactMap { share in
      let read = (input * share * 0.7).rounded(.down)
      return Usage(
        input: input, cacheRead: read, cacheWrite: (input * share * 0.3).rounded(.down), output: 777, reasoning: 333)
    }
  }

  @Test("is the same in integers as in decimal arithmetic, for every row, usage and tier")
  func slowVersion() {
    for row in PriceTable.standard {
      let table = PriceTable([row.timeless])
      for usage in Self.usages {
        let standard = cost(table, usage, .standard)
        #expect(standard.map { "\($0.units)" } == "\(slowCost(row, usage, batch: false))", "\(row.model) \(usage)")
        guard row.batch != nil else { continue }
        let batch = cost(table, usage, .batch)
        #expect(batch.map { "\($0.units)" } == "\(slowCost(row, usage, batch: true))", "\(row.model) \(usage)")
      }
    }
  }

  @Test("never falls where a call has more tokens")
  func monotone() {
    for row in PriceTable.standard {
      let table = PriceTable([row.timeless])
      var last = PicoUSD.zero
      for input in stride(from: 0.0, through: 400_000, by: 9_999) {
        guard let usage = Usage(input: input, cacheRead: .nan, cacheWrite: .nan, output: input / 10, reasoning: .nan),
          let cost = cost(table, usage, .standard)
        else { continue }
        #expect(cost >= last, "\(row.model) at \(input)")
        last = cost
      }
    }
  }

  @Test("can't overflow at the highest price and count")
  func bound() throws {
    let highest = try PicoUSD(listed: "1000000")
    let rates = Rates(input: highest, cacheRead: highest, cacheWrite: highest, output: highest, reasoning: highest)
    let count = Usage.highestCount
    let usage = try #require(
      Usage(input: count, cacheRead: count, cacheWrite: count, output: count, reasoning: count))
    let cost = PreparedRates(rates).cost(of: usage)
    #expect(cost.units == 3 * Int128(1) << 53 * 1_000_000_000_000)
    #expect(cost.usd == 3 * 9_007_199_254_740_992)
  }

  @Test("can't overflow by rows with odd ratios either")
  func oddRatios() throws {
    let text =
      "m in=0.000001 cached=1000000 write=1000000 out=0.000001 reasoning=1000000 batch=1000000/1000000 "
      + "long=>0:1000000/-/1000000"
    let table = PriceTable([try PriceRow(text: text)])
    let count = Usage.highestCount
    let usage = try #require(Usage(input: count, cacheRead: count, cacheWrite: count, output: count, reasoning: count))
    for tier in [ServiceTier.standard, .batch] {
      #expect(try #require(cost(table, usage, tier)).usd <= 3 * count)
    }
  }

  @Test("refuses negative counts and such as are no exact doubles")
  func counts() {
    #expect(Usage(input: -1, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0) == nil)
    #expect(Usage(input: 1e16, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0) == nil)
    #expect(Usage(input: .infinity, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0) == nil)
    #expect(Usage(input: 1.9, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0)?.input == 1)
  }

  @Test("takes the parts for the total where an emitter leaves cached tokens out of the input")
  func partsAboveTotal() throws {
    let usage = try #require(Usage(input: 20, cacheRead: 100, cacheWrite: 50, output: 5, reasoning: 9))
    #expect(usage.input == 150)
    #expect(usage.uncached == 0)
    #expect(usage.output == 9)
  }

  @Test("is exact in USD as far as doubles are")
  func conversion() {
    #expect(PicoUSD(units: 457_500_000).usd == 0.0004575)
    #expect(PicoUSD(units: 1).usd == 1e-12)
    #expect(PicoUSD(units: 0).usd == 0)
  }
}
