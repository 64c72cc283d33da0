/// Rates ready to charge: every sort of token has its price, in units of 1e-12 USD a token, in one machine word.
package struct PreparedRates: Sendable {
  private let input: UInt64
  private let cacheRead: UInt64
  private let cacheWrite: UInt64
  private let output: UInt64
  private let reasoning: UInt64

  /// A price that a token hasn't is that of ordinary input or output.
  package init(_ rates: Rates) {
    func word(_ price: PicoUSD) -> UInt64 { UInt64(clamping: price.units) }
    input = word(rates.input)
    cacheRead = word(rates.cacheRead ?? rates.input)
    cacheWrite = word(rates.cacheWrite ?? rates.input)
    output = word(rates.output)
    reasoning = word(rates.reasoning ?? rates.output)
  }

  /// The cost of a call.
  ///
  ///     (input − read − write)·in + read·(read rate ?? in) + write·(write rate ?? in)
  ///       + (output − reasoning)·out + reasoning·(reasoning rate ?? out)
  ///
  /// Bounded by 5 · 2^53 · 1e12 < 2^96 units.
  package func cost(of usage: Usage) -> PicoUSD {
    func product(_ count: Int64, _ price: UInt64) -> Int128 { Int128(count) * Int128(price) }
    let asked =
      product(usage.uncached, input) + product(usage.cacheRead, cacheRead) + product(usage.cacheWrite, cacheWrite)
    let answered = product(usage.output - usage.reasoning, output) + product(usage.reasoning, reasoning)
    return PicoUSD(units: asked + answered)
  }
}
