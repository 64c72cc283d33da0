/// What a token of each sort costs.
struct Rates: Hashable, Sendable {
  var input: PicoUSD
  /// nil is charged as ordinary input; 0 is a price.
  var cacheRead: PicoUSD?
  var cacheWrite: PicoUSD?
  var output: PicoUSD
  /// nil is charged as ordinary output.
  var reasoning: PicoUSD?

  /// The cost of a call.
  ///
  ///     (input − read − write)·in + read·(read rate ?? in) + write·(write rate ?? in)
  ///       + (output − reasoning)·out + reasoning·(reasoning rate ?? out)
  ///
  /// Bounded by 5 · 2^53 · 1e12 < 2^96 units.
  func cost(of usage: Usage) -> PicoUSD {
    let read = Int128(usage.cacheRead) * (cacheRead ?? input).units
    let write = Int128(usage.cacheWrite) * (cacheWrite ?? input).units
    let answer = Int128(usage.output - usage.reasoning) * output.units
    let thought = Int128(usage.reasoning) * (reasoning ?? output).units
    return PicoUSD(units: Int128(usage.uncached) * input.units + read + write + answer + thought)
  }

  /// These rates where input and output cost as given; parts without a price there keep their proportion.
  func moved(input newInput: PicoUSD, cacheRead newRead: PicoUSD? = nil, output newOutput: PicoUSD) -> Rates {
    Rates(
      input: newInput, cacheRead: newRead ?? cacheRead?.scaled(by: newInput, over: input),
      cacheWrite: cacheWrite?.scaled(by: newInput, over: input), output: newOutput,
      reasoning: reasoning?.scaled(by: newOutput, over: output))
  }

  /// These rates at `percent` % of their height, rounded down to whole units.
  func reduced(to percent: Int128) -> Rates {
    func part(_ price: PicoUSD) -> PicoUSD { PicoUSD(units: price.units * percent / 100) }
    return Rates(
      input: part(input), cacheRead: cacheRead.map(part), cacheWrite: cacheWrite.map(part), output: part(output),
      reasoning: reasoning.map(part))
  }
}

/// At what service a call was made.
enum ServiceTier: Int, CaseIterable, Sendable {
  case standard, batch, flex

  /// - Parameter label: what providers write; empty is the standard tier. nil for a tier that the table doesn't know.
  init?(label: String) {
    switch label {
    case "", "standard", "default", "auto", "on_demand": self = .standard
    case "batch": self = .batch
    case "flex": self = .flex
    default: return nil
    }
  }
}
