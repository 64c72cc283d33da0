package import SentinelModel
import Synchronization

/// Which records of the journal still matter: those in which windows may still look, with the rules that they were
/// judged by. The rest can be released.
///
/// The rules are written again now and then; the journal always begins with such a record.
package final class JournalRetention: Sendable {
  private let rules = Mutex<[(sequence: UInt64, at: Timestamp)]>([])

  package init() {}

  /// How often the rules are to be written again.
  package static let interval = TimeSpan.minutes(30)

  /// The rules stand at this place of the journal.
  package func noteRules(_ sequence: UInt64, at now: Timestamp) { rules.withLock { $0.append((sequence, now)) } }

  /// Whether it is time to write the rules again.
  package func isDue(at now: Timestamp) -> Bool {
    rules.withLock { rules in rules.last.map { now - $0.at >= Self.interval } ?? true }
  }

  /// The first sequence that is still needed, where what is older than `memory` isn't; nil where nothing can go.
  package func releasable(at now: Timestamp, memory: TimeSpan) -> UInt64? {
    rules.withLock { rules in
      let gone = rules.prefix { now - $0.at > memory }.count
      guard gone > 1 else { return nil }
      rules.removeFirst(gone - 1)
      return rules.first?.sequence
    }
  }
}
