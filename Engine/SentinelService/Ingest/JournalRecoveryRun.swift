import SentinelCommands
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRuntime
import SentinelState

/// Runs a journal again, in order, so that the engine is where it was when the process ended.
struct JournalRecoveryRun {
  /// What was run again.
  struct Outcome {
    var events = 0
    var records = 0
    /// Records that could not be understood.
    var unreadable = 0
    /// The time of the last record; nil for an empty journal.
    var last: Timestamp?
  }

  let files: RuleFiles
  let detectors: [String: DetectorOptions]

  /// The rules that the journal begins with; nil where it holds none that can still be compiled.
  func firstRules(_ journal: Journal) -> (source: Partition.RuleSource, now: Timestamp)? {
    for record in journal.records() where record.kind == .generation {
      guard case .rules(let files, let now)? = try? IngestRecord(record), let source = self.files.source(of: files)
      else {
        continue
      }
      return (source, now)
    }
    return nil
  }

  /// O(records). Rules that no longer compile leave those before in place.
  func run(_ journal: Journal, into partition: Partition, retention: JournalRetention) async -> Outcome {
    var outcome = Outcome()
    for record in journal.records() {
      do throws(IngestRecord.Unreadable) {
        guard let read = try IngestRecord(record) else { continue }
        await apply(read, record.sequence, partition, retention, &outcome)
        outcome.records += 1
      } catch { outcome.unreadable += 1 }
    }
    return outcome
  }

  private func apply(
    _ record: IngestRecord, _ sequence: UInt64, _ partition: Partition, _ retention: JournalRetention,
    _ outcome: inout Outcome
  ) async {
    switch record {
    case .batch(let batch, let source, let now):
      _ = await partition.offer(batch, from: source, at: now)
      outcome.events += batch.count
      outcome.last = now
    case .tick(let now):
      await partition.advance(to: now)
      outcome.last = now
    case .rules(let files, let now):
      retention.noteRules(sequence, at: now)
      guard let source = self.files.source(of: files), source.digest != partition.generation.digest else { return }
      _ = try? await partition.replaceRules(source, detectors: detectors, at: now)
    case .gap(let start, let end): await partition.skip(from: start, to: end)
    }
  }
}
