import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRuntime
import SentinelState

/// The one way to the partition: what goes in is in the journal first, and reaches the partition in the order of the
/// journal, so that a journal that is run again gives the same alerts.
final class IngestPipeline: Sendable {
  typealias Reload = Result<EngineSuccession, Diagnostics>

  /// What waits for its turn, with who is to be told.
  private enum Item: Sendable {
    case batch(EventBatch, Lateness.SourceKind, Timestamp, @Sendable (LivePartition.Admission) -> Void)
    case tick(Timestamp, @Sendable (Bool) -> Void)
    /// The rules at hand, written again.
    case sameRules(Timestamp, @Sendable (Bool) -> Void)
    case rules(Partition.RuleSource, [String: DetectorOptions], Timestamp, @Sendable (Reload) -> Void)
  }

  let partition: Partition
  /// nil where nothing is to outlast the process.
  let journal: Journal?
  private let items: AsyncStream<(item: Item, sequence: UInt64)>
  private let feed: AsyncStream<(item: Item, sequence: UInt64)>.Continuation
  private let retention: JournalRetention

  init(partition: Partition, journal: Journal?, retention: JournalRetention) {
    (self.partition, self.journal, self.retention) = (partition, journal, retention)
    (items, feed) = AsyncStream.makeStream()
  }

  /// Takes events that arrived at `now`. When it returns they are as durable as configured, and in the engine.
  ///
  /// - Throws: where the journal can't take them; then they are nowhere.
  func submit(
    _ batch: EventBatch, from source: Lateness.SourceKind, at now: Timestamp
  ) async throws(JournalFailure) -> LivePartition.Admission {
    guard !batch.isEmpty else { return LivePartition.Admission() }
    let entry = try Self.entry(.batch(batch, source: source, now: now))
    return try await write(entry) { .batch(batch, source, now, $0) }
  }

  /// Judges what is due at `now`. Where the journal can't take it, alerts go on from memory.
  func tick(at now: Timestamp) async {
    guard await partition.isDue(at: now) else { return }
    do throws(JournalFailure) {
      let entry = try Self.entry(.tick(now))
      _ = try await write(entry) { .tick(now, $0) }
    } catch { await partition.advance(to: now) }
  }

  /// Puts other rules in place of those at hand.
  func replaceRules(
    _ source: Partition.RuleSource, detectors: [String: DetectorOptions], at now: Timestamp
  ) async throws(JournalFailure) -> Reload {
    let entry = try Self.entry(.rules(source.files, now: now))
    return try await write(entry) { .rules(source, detectors, now, $0) }
  }

  /// Writes the rules at hand again, so that older records can go.
  func repeatRules(_ files: [SourceText], at now: Timestamp) async throws(JournalFailure) {
    let entry = try Self.entry(.rules(files, now: now))
    _ = try await write(entry) { .sameRules(now, $0) }
  }

  /// Applies what has been written, in the order of the journal, until ``finish()``.
  func run() async {
    for await (item, sequence) in items { await apply(item, sequence) }
  }

  func finish() { feed.finish() }

  // MARK: - Writing and applying

  private static func entry(_ record: IngestRecord) throws(JournalFailure) -> JournalEntry {
    do throws(BatchCodecFailure) { return try record.entry } catch { throw .recordTooLong(bytes: 0, limit: 0) }
  }

  /// Hands the entry to the journal; once it is written the item waits for its turn. The journal tells of what it wrote
  /// in its order, which is kept.
  private func write<Answer: Sendable>(
    _ entry: JournalEntry, _ item: @escaping @Sendable (@escaping @Sendable (Answer) -> Void) -> Item
  ) async throws(JournalFailure) -> Answer {
    let feed = feed
    let result: Result<Answer, JournalFailure> = await withCheckedContinuation { waiting in
      let deliver: @Sendable (Answer) -> Void = { waiting.resume(returning: .success($0)) }
      guard let journal else {
        feed.yield((item(deliver), 0))
        return
      }
      do throws(JournalFailure) {
        try journal.append([entry]) { written in
          switch written {
          case .success(let sequence): feed.yield((item(deliver), sequence))
          case .failure(let failure): waiting.resume(returning: .failure(failure))
          }
        }
      } catch { waiting.resume(returning: .failure(error)) }
    }
    return try result.get()
  }

  private func apply(_ item: Item, _ sequence: UInt64) async {
    switch item {
    case .batch(let batch, let source, let now, let tell):
      tell(await partition.offer(batch, from: source, at: now))
    case .tick(let now, let tell):
      await partition.advance(to: now)
      tell(true)
    case .sameRules(let now, let tell):
      retention.noteRules(sequence, at: now)
      tell(true)
    case .rules(let source, let detectors, let now, let tell):
      retention.noteRules(sequence, at: now)
      do throws(Diagnostics) {
        tell(.success(try await partition.replaceRules(source, detectors: detectors, at: now).succession))
      } catch { tell(.failure(error)) }
    }
  }
}
