/// The tokens of one call, in whole numbers; parts never exceed their totals.
package struct Usage: Hashable, Sendable {
  /// Total input, which decides the long-context band.
  package var input: Int64
  package var cacheRead: Int64
  package var cacheWrite: Int64
  package var output: Int64
  package var reasoning: Int64

  /// Counts above this are no exact doubles and no real calls.
  package static let highestCount = 9_007_199_254_740_992.0

  /// - Parameters: counts as an event has them, NaN for a missing one. Fractions are dropped.
  /// - Returns: nil where a count is negative or above 2^53.
  package init?(input: Double, cacheRead: Double, cacheWrite: Double, output: Double, reasoning: Double) {
    guard let input = Self.count(input), let read = Self.count(cacheRead), let write = Self.count(cacheWrite),
      let output = Self.count(output), let reasoning = Self.count(reasoning)
    else { return nil }
    // Some emitters report the input without its cached part; then the parts alone are the least that it was.
    self.input = max(input, read + write)
    self.cacheRead = read
    self.cacheWrite = write
    self.output = max(output, reasoning)
    self.reasoning = reasoning
  }

  package var uncached: Int64 { input - cacheRead - cacheWrite }

  private static func count(_ value: Double) -> Int64? {
    if value.isNaN { return 0 }
    guard value >= 0, value <= highestCount else { return nil }
    return Int64(value)
  }
}
