/// The log on which "acknowledged means durable" stands: numbered records in segment files, appended from many threads.
///
/// One thread writes. It takes all that waits, writes it with one call and syncs it with one call (group commit), and
/// only then tells those who wait. Opening is the same after a crash and after an orderly end.
package final class Journal: Sendable {
  /// What was found when it was opened.
  package let recovery: JournalRecovery
  private let files: any FileSystem
  private let queue: Monitor<JournalQueue>
  private let thread: WriterThread
  private let isJoined = Monitor(false)

  /// Opens the journal in `directory`, repairing what a stop of any kind has left. O(bytes of the journal).
  ///
  /// - Parameter needed: the first sequence that the caller has to read: one behind its snapshot. New records come after
  ///   it even where the journal has lost its end.
  /// - Throws: where the directory can't be used, or holds files of a later version; those aren't touched. Damage of
  ///   any other kind is in ``recovery``.
  package init(
    _ directory: String, settings: JournalSettings, needed: UInt64 = 1, files: any FileSystem = DiskFileSystem()
  ) throws(JournalFailure) {
    // The log goes over to the thread as a whole; nothing here keeps it.
    let log = try SegmentLog(directory, settings: settings, needed: needed, files: files)
    let queue = Monitor(JournalQueue(settings: settings, log: log))
    recovery = log.recovery
    self.files = files
    self.queue = queue
    let writer = JournalWriter(log, queue)
    do throws(FileFailure) { thread = try WriterThread(writer.run) } catch { throw .storage(error) }
  }

  deinit { close() }

  /// Hands entries in; `completion` is told the sequence of the first once they are as durable as the settings say.
  ///
  /// They are written together or not at all. After a failure none of them is in the journal. `completion` runs on the
  /// thread that writes and must not take long, or everybody waits; with `durability: none` it runs at once.
  /// - Throws: `full`, `recordTooLong` and `closed`, at once; then `completion` isn't called. O(1) besides.
  package func append(
    _ entries: [JournalEntry], completion: @escaping @Sendable (Result<UInt64, JournalFailure>) -> Void
  ) throws(JournalFailure) {
    let first = try queue.withLock { (queue) throws(JournalFailure) in try queue.add(entries, completion) }
    if let first { completion(.success(first)) }
  }

  /// Appends and waits without holding a thread. Cancelling the task changes nothing: the records are on their way.
  ///
  /// - Returns: the sequence of the first.
  @discardableResult
  package func append(_ entries: [JournalEntry]) async throws(JournalFailure) -> UInt64 {
    try await withCheckedContinuation { (continuation: CheckedContinuation<Result<UInt64, JournalFailure>, Never>) in
      do throws(JournalFailure) { try append(entries) { continuation.resume(returning: $0) } } catch {
        continuation.resume(returning: .failure(error))
      }
    }.get()
  }

  /// Appends and blocks the calling thread until it is done. Not for tasks.
  ///
  /// - Returns: the sequence of the first.
  @discardableResult
  package func appendAndWait(_ entries: [JournalEntry]) throws(JournalFailure) -> UInt64 {
    let answer = Monitor<Result<UInt64, JournalFailure>?>(nil)
    try append(entries) { result in answer.withLock { $0 = result } }
    return try answer.wait { $0 }.get()
  }

  /// The records from `start` on that are committed now.
  package func records(from start: UInt64 = 1) -> JournalReader {
    JournalReader(queue.withLock { $0.segments }, from: start, files: files)
  }

  /// Deletes segments whose records all come before `sequence`, and returns once it is done.
  ///
  /// What can't be deleted stays until the next call.
  package func release(before sequence: UInt64) async throws(JournalFailure) {
    _ = try await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<UInt64, JournalFailure>, Never>) in
      do throws(JournalFailure) { try release(before: sequence) { continuation.resume(returning: $0) } } catch {
        continuation.resume(returning: .failure(error))
      }
    }.get()
  }

  /// As ``release(before:)``, and blocks the calling thread. Not for tasks.
  package func releaseAndWait(before sequence: UInt64) throws(JournalFailure) {
    let answer = Monitor<Result<UInt64, JournalFailure>?>(nil)
    try release(before: sequence) { result in answer.withLock { $0 = result } }
    _ = try answer.wait { $0 }.get()
  }

  private func release(
    before sequence: UInt64, _ completion: @escaping JournalQueue.Completion
  ) throws(JournalFailure) {
    try queue.withLock { (queue) throws(JournalFailure) in try queue.addRelease(before: sequence, completion) }
  }

  package var status: JournalStatus { queue.withLock { $0.status } }

  /// Writes what waits and ends the thread. Later appends are refused; reading goes on.
  package func close() {
    queue.withLock { $0.close() }
    let isFirst = isJoined.withLock { isJoined in
      defer { isJoined = true }
      return !isJoined
    }
    if isFirst { thread.join() }
  }
}
