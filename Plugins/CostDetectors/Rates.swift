/// What a token of each sort costs.
package struct Rates: Hashable, Sendable {
  package var input: PicoUSD
  /// nil is charged as ordinary input; 0 is a price.
  package var cacheRead: PicoUSD?
  package var cacheWrite: PicoUSD?
  package var output: PicoUSD
  /// nil is charged as ordinary output.
  package var reasoning: PicoUSD?

  package init(
    input: PicoUSD, cacheRead: PicoUSD? = nil, cacheWrite: PicoUSD? = nil, output: PicoUSD, reasoning: PicoUSD? = nil
  ) {
    self.input = input
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.output = output
    self.reasoning = reasoning
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
package enum ServiceTier: Int, CaseIterable, Sendable {
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
