package import SentinelModel
import Synchronization

/// The transitions of late, the newest last, for whoever asks what happened.
///
/// Bounded: the oldest make room.
package final class AlertLog: Sendable {
  package struct Entry: Sendable {
    /// From 1, without gaps.
    package let sequence: UInt64
    package let transition: Transition
  }

  private struct State {
    var entries: [Entry] = []
    /// Of `entries`, those before it have made room.
    var start = 0
    var next: UInt64 = 1
    /// The last transition of each alert that is pending or firing, by fingerprint.
    var active: [UInt64: Entry] = [:]
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let retention: TimeSpan

  /// - Parameter retention: how long before the newest transition others are kept.
  package init(capacity: Int = 100_000, retention: TimeSpan) { (self.capacity, self.retention) = (capacity, retention) }

  package func append(_ transition: Transition) {
    state.withLock { state in
      let entry = Entry(sequence: state.next, transition: transition)
      state.next += 1
      state.entries.append(entry)
      let oldest = transition.at - retention
      while state.entries.count - state.start > capacity
        || (state.start < state.entries.count && state.entries[state.start].transition.at < oldest)
      {
        state.start += 1
      }
      if state.start > capacity / 2 {
        state.entries.removeFirst(state.start)
        state.start = 0
      }
      switch transition.state {
      case .pending, .firing: state.active[transition.fingerprint] = entry
      case .resolved, .inactive: state.active[transition.fingerprint] = nil
      }
    }
  }

  /// Alerts that are pending or firing, the one that changed last first.
  package var active: [Entry] { state.withLock { $0.active.values.sorted { $0.sequence > $1.sequence } } }

  /// Entries before `sequence` that pass, the newest first, at most `limit`.
  package func entries(before sequence: UInt64?, limit: Int, where passes: (Transition) -> Bool) -> [Entry] {
    let entries = state.withLock { Array($0.entries[$0.start...]) }
    let end = sequence.map { last in entries.partitioningIndex { $0.sequence >= last } } ?? entries.count
    var found: [Entry] = []
    for entry in entries[..<end].reversed() where passes(entry.transition) {
      found.append(entry)
      if found.count == limit { break }
    }
    return found
  }
}
