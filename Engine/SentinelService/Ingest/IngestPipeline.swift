import SentinelModel
import SentinelRuntime
import SentinelState
import Synchronization

/// The one way to the partition: what goes in is in the journal first, and reaches the partition in the order of the
/// journal, so that a journal that is run again gives the same alerts.
final class IngestPipeline: Sendable {
  /// What has been written and waits for its turn, with who is to be told. What could not be written has the sequence 0.
  private struct Item: Sendable {
    let step: IngestStep
    let sequence: UInt64
    let tell: @Sendable (Result<IngestStep.Outcome, JournalFailure>) -> Void
  }

  let partition: Partition
  /// nil where nothing is to outlast the process.
  let journal: Journal?
  private let items: AsyncStream<Item>
  private let feed: AsyncStream<Item>.Continuation
  private let retention: JournalRetention
  private let watch = Mutex(ClockWatch())

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
    await noteTime(now)
    let outcome = try await run(.batch(batch, source: source, now: now), isNeeded: false)
    guard case .admission(let admission) = outcome else { return LivePartition.Admission() }
    return admission
  }

  /// Judges what is due at `now`. Where the journal can't take it, alerts go on from memory.
  func tick(at now: Timestamp) async {
    await noteTime(now)
    if await partition.isDue(at: now) { _ = try? await run(.tick(now), isNeeded: true) }
  }

  /// Does something that is no event, and that is done even where the journal can't take it.
  func perform(_ step: IngestStep) async throws(JournalFailure) -> IngestStep.Outcome {
    try await run(step, isNeeded: true)
  }

  /// Applies what has been written, in the order of the journal, until ``finish()``.
  func run() async {
    for await item in items {
      // Before whoever waits goes on: the journal begins with the rules that are noted.
      if let now = item.step.rulesTime, item.sequence > 0 { retention.noteRules(item.sequence, at: now) }
      item.tell(.success(await item.step.apply(to: partition)))
    }
  }

  func finish() { feed.finish() }

  /// A clock that has jumped ahead, or a process that stood still, leaves a gap [P84].
  private func noteTime(_ now: Timestamp) async {
    guard let gap = watch.withLock({ $0.gap(at: now) }) else { return }
    _ = try? await run(.gap(from: gap.from, to: gap.to), isNeeded: true)
  }

  /// Hands the step to the journal; once it is written it waits for its turn. The journal tells of what it wrote in its
  /// order, which is kept.
  ///
  /// - Parameter isNeeded: whether the step is taken also where the journal can't take it.
  private func run(_ step: IngestStep, isNeeded: Bool) async throws(JournalFailure) -> IngestStep.Outcome {
    let result: Result<IngestStep.Outcome, JournalFailure> = await withCheckedContinuation { waiting in
      write(step) { [self] written in
        let sequence: UInt64
        switch written {
        case .success(let first): sequence = first
        case .failure(let failure):
          guard isNeeded else { return waiting.resume(returning: .failure(failure)) }
          sequence = 0
        }
        enqueue(Item(step: step, sequence: sequence) { waiting.resume(returning: $0) })
      }
    }
    return try result.get()
  }

  private func write(_ step: IngestStep, _ written: @escaping @Sendable (Result<UInt64, JournalFailure>) -> Void) {
    guard let journal else { return written(.success(0)) }
    do throws(JournalFailure) { try journal.append([try step.record.checkedEntry], completion: written) } catch {
      written(.failure(error))
    }
  }

  private func enqueue(_ item: Item) {
    // What comes behind the end is never applied: it is in the journal, and the next start takes it from there.
    if case .terminated = feed.yield(item) { item.tell(.failure(.closed)) }
  }
}

extension IngestRecord {
  fileprivate var checkedEntry: JournalEntry {
    get throws(JournalFailure) {
      do throws(BatchCodecFailure) { return try entry } catch { throw .recordTooLong(bytes: 0, limit: 0) }
    }
  }
}
