/// The one thread that writes: takes what waits, writes and syncs it in one go, and tells who waited.
///
/// While it waits for the disk the next group gathers, so the slower the disk, the larger the groups.
final class JournalWriter {
  private let log: SegmentLog
  private let queue: Monitor<JournalQueue>

  init(_ log: SegmentLog, _ queue: Monitor<JournalQueue>) {
    self.log = log
    self.queue = queue
  }

  /// Works until the queue is closed and empty.
  func run() {
    while let work = next() {
      switch work {
      case .append(let group): write(group)
      case .release(let before, let completion):
        log.release(before: before)
        publish { _ in }
        completion(.success(log.next))
      }
    }
  }

  private func next() -> JournalQueue.Work? {
    queue.wait { queue -> JournalQueue.Work?? in
      if let work = queue.take() { return .some(work) }
      return queue.isClosed ? .some(nil) : nil
    }
  }

  private func write(_ group: [JournalQueue.Append]) {
    let entries = group.count == 1 ? group[0].entries : group.flatMap(\.entries)
    let hasSequences = group.first.map { $0.first > 0 } ?? false
    let first = hasSequences ? max(log.next, group[0].first) : log.next
    var failure: JournalFailure?
    do throws(JournalFailure) { try log.commit(entries, first: first) } catch { failure = error }
    let bytes = group.reduce(0) { $0 + $1.bytes }
    publish { status in
      status.waitingBytes -= bytes
      status.failure = failure
      if failure != nil {
        status.appendsFailed += group.count
      } else {
        status.recordsWritten += entries.count
        status.bytesWritten += bytes
        status.groupsWritten += 1
      }
    }
    tell(group, first: first, failure)
  }

  private func tell(_ group: [JournalQueue.Append], first: UInt64, _ failure: JournalFailure?) {
    var first = first
    for append in group {
      append.completion?(failure.map { .failure($0) } ?? .success(first))
      first += UInt64(append.entries.count)
    }
  }

  /// Shows the others what there is now.
  private func publish(_ change: (inout JournalStatus) -> Void) {
    queue.withLock { queue in
      queue.segments = log.segments
      change(&queue.status)
      queue.status.next = max(queue.status.next, log.next)
      queue.status.diskBytes = log.bytes
      queue.status.segments = queue.segments.count
    }
  }
}
