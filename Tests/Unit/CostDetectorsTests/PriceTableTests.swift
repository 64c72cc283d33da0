import SentinelModel
import SentinelPlugin
import Testing

import CostDetectors

@Suite("The price table")
struct PriceTableTests {
  private let table = PriceTable(PriceTable.standard)

  private func name(_ model: String, requested: String = "", provider: String = "") -> String? {
    table.index(model: model, requested: requested, provider: provider).map(table.model)
  }

  @Test("reads every line that comes with the engine")
  func standardRows() throws {
    let lines = PriceTable.standardRows.split(separator: "\n")
    for line in lines { _ = try PriceRow(text: String(line)) }
    #expect(PriceTable.standard.count == lines.count)
    #expect(PriceTable.standard.count == 49)
  }

  @Test("holds one price for a model at any time")
  func oneRowAtATime() {
    for model in Set(PriceTable.standard.map(\.model)) {
      let rows = PriceTable.standard.filter { $0.model == model }.sorted { $0.validFrom < $1.validFrom }
      for (row, next) in zip(rows, rows.dropFirst()) { #expect(row.validTo <= next.validFrom, "\(model)") }
    }
  }

  @Test("never lists a discount that is dearer than what it discounts")
  func discounts() {
    for row in PriceTable.standard {
      #expect(row.standard.cacheRead ?? .zero <= row.standard.input, "\(row.model)")
      if let batch = row.batch {
        #expect(batch.input <= row.standard.input && batch.output <= row.standard.output, "\(row.model)")
      }
      if let long = row.longContext {
        #expect(long.input > row.standard.input && long.output > row.standard.output, "\(row.model)")
      }
    }
  }

  @Test("looks up the answered model, then the one asked for")
  func answeredFirst() {
    #expect(name("gpt-4o", requested: "gpt-4o-mini") == "gpt-4o")
    #expect(name("nothing", requested: "gpt-4o-mini") == "gpt-4o-mini")
    #expect(name("", requested: "gpt-4o-mini") == "gpt-4o-mini")
  }

  @Test(
    "looks up with the provider's prefix under each of its names",
    arguments: ["gcp.gemini", "gemini", "google", "vertex_ai", "gcp.vertex_ai"])
  func providerPrefix(provider: String) {
    #expect(name("gemini-2.5-pro", provider: provider) == "gemini/gemini-2.5-pro")
    #expect(name("gemini-2.5-pro") == nil)
  }

  @Test(
    "looks up without a date or version at the end",
    arguments: [
      ("gpt-4o-2024-11-20", "gpt-4o"), ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
      ("claude-haiku-4-5-20251001", "claude-haiku-4-5"), ("claude-haiku-4-5@20251001", "claude-haiku-4-5"),
      ("claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5"), ("ft:gpt-4o-mini:acme::7qTVM5AR", "gpt-4o-mini"),
      ("ft:gpt-4o-mini-2024-07-18:acme::7qTVM5AR", "gpt-4o-mini"),
      ("us.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5"),
      ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ])
  func suffixes(written: String, expected: String) {
    #expect(name(written) == expected)
  }

  @Test("prefers an exact name asked for to an answered one that only fits without its date")
  func exactBeforeUndated() {
    #expect(name("gpt-4o-2024-11-20", requested: "gpt-4.1") == "gpt-4.1")
  }

  @Test(
    "finds no model in names that only look alike",
    arguments: [
      "", "gpt", "gpt-4o-", "gpt-4o-2024", "GPT-4o", "-v1:0", "@20251001", "ft:", "ft::x", "us.", "gpt-4o-2024-11-2x",
    ])
  func noModel(written: String) {
    #expect(name(written) == nil)
  }

  @Test(
    "refuses rows that it can't read, and says why",
    arguments: [
      ("", "begin with a model"), ("in=1 out=2", "begin with a model"), ("m out=2", "'in' is missing"),
      ("m in=1", "'out' is missing"), ("m in=1 out=-2", "'-2' is no price"), ("m in=1 out=1e3", "'1e3' is no price"),
      ("m in=1. out=2", "'1.' is no price"), ("m in=0.1234567 out=2", "more than 6 decimals"),
      ("m in=1000001 out=2", "above 1000000"), ("m in=99999999999999999999999999 out=2", "is no price"),
      ("m in=1 in=1 out=2", "'in' is given twice"), ("m in=1 out=2 cache=1", "'cache' is not a part"),
      ("m in=1 out=2 x", "'x' is no key=value"), ("m in=1 out=2 batch=1", "no input/output"),
      ("m in=1 out=2 long=200000:1/2/3", "is no >tokens"), ("m in=1 out=2 long=>200000:1/2", "input/cached/output"),
      ("m in=1 out=2 from=2026-13-01", "is no day"), ("m in=1 out=2 from=2026-02-01 until=2026-01-01", "not after"),
      ("m in=1 out=2 peak=01:00-04:00", "belong together"), ("m in=1 out=2 off_peak=50%", "belong together"),
      ("m in=1 out=2 peak=4-1 off_peak=50%", "no span of hours"),
      ("m in=1 out=2 peak=01:00-02:00 off_peak=0.5", "percentage"),
    ])
  func refusals(text: String, reason: String) {
    #expect {
      try PriceRow(text: text)
    } throws: { error in
      (error as? MalformedOption)?.reason.contains(reason) == true
    }
  }

  @Test("counts listed prices in exact units of 1e-12 USD a token")
  func units() throws {
    #expect(try PicoUSD(listed: "2.5").units == 2_500_000)
    #expect(try PicoUSD(listed: "0.000001").units == 1)
    #expect(try PicoUSD(listed: "0").units == 0)
    #expect(try PicoUSD(listed: "1000000").units == 1_000_000_000_000)
  }

  @Test("holds prices whose discounts are whole units too")
  func exactDiscounts() {
    for row in PriceTable.standard {
      guard let batch = row.batch, let read = row.standard.cacheRead else { continue }
      #expect((read.units * batch.input.units).isMultiple(of: row.standard.input.units), "\(row.model)")
    }
  }

  @Test("survives any damage to a row or a name: it is read or refused")
  func mutations() {
    var random = SplitMix(state: 7)
    let seeds = PriceTable.standardRows.split(separator: "\n").map { Array($0.utf8) }
    let bytes = Array("0123456789=/:.->%,@ vft\u{e9}".utf8)
    var read = 0
    for _ in 0..<3_000 {
      var text = seeds[random.below(seeds.count)]
      for _ in 0...random.below(3) {
        let place = random.below(text.count)
        switch random.below(3) {
        case 0: text[place] = bytes[random.below(bytes.count)]
        case 1: text.insert(bytes[random.below(bytes.count)], at: place)
        default: text.removeSubrange(place..<min(text.count, place + 1 + random.below(4)))
        }
        if text.isEmpty { text = [0x20] }
      }
      let damaged = String(decoding: text, as: UTF8.self)
      _ = table.index(model: damaged, requested: String(damaged.reversed()), provider: damaged)
      guard let row = try? PriceRow(text: damaged) else { continue }
      read += 1
      let usage = Usage(input: 9e15, cacheRead: 1e15, cacheWrite: 1e15, output: 9e15, reasoning: 1e15)
      guard let usage else { continue }
      for tier in ServiceTier.allCases {
        _ = PriceTable([row]).price(0, usage, tier: tier, at: Timestamp(nanoseconds: .min))
        _ = PriceTable([row]).price(0, usage, tier: tier, at: Timestamp(nanoseconds: .max))
      }
    }
    #expect(read > 200)
  }
}

/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
private struct SplitMix {
  var state: UInt64

  mutating func below(_ count: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ (mixed >> 31)) % UInt64(count))
  }
}
