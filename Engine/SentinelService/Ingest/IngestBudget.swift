import Synchronization

/// How many bytes of events may be in work and wait: what goes over it is asked to come again.
///
/// Bytes are taken before a body is read and given back when its events have left the stage.
package final class IngestBudget: Sendable {
  package let limit: Int
  private let used = Mutex((reading: 0, waiting: 0))

  package init(limit: Int) { self.limit = limit }

  package var bytes: Int { used.withLock { $0.reading + $0.waiting } }

  /// Takes bytes for a body; gives false if there is no room.
  package func take(_ bytes: Int) -> Bool {
    used.withLock { used in
      guard used.reading + used.waiting + bytes <= limit else { return false }
      used.reading += bytes
      return true
    }
  }

  package func giveBack(_ bytes: Int) { used.withLock { $0.reading -= bytes } }

  /// What waits in the partition now.
  package func setWaiting(_ bytes: Int) { used.withLock { $0.waiting = bytes } }
}
