import Synchronization

/// Counts by label values, of one metric: `sentinel_events_refused_total{source,reason}`.
///
/// Bounded: at most `capacity` combinations are told apart; further ones are counted under `other`.
package final class Counter: Sendable {
  let name: String
  let help: String
  let labelNames: [String]
  private let counts = Mutex<[[String]: Int]>([:])

  private static let capacity = 1_000

  package init(_ name: String, _ help: String, labels: [String] = []) {
    (self.name, self.help, labelNames) = (name, help, labels)
    if labels.isEmpty { add(0) }
  }

  package func add(_ amount: Int, _ labels: String...) {
    counts.withLock { counts in
      let isKnown = counts[labels] != nil || counts.count < Self.capacity
      counts[isKnown ? labels : labelNames.map { _ in "other" }, default: 0] += amount
    }
  }

  /// In the order of the label values.
  package var samples: [(labels: [String], value: Double)] {
    let counts = counts.withLock { $0 }
    return counts.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { ($0, Double(counts[$0] ?? 0)) }
  }
}
