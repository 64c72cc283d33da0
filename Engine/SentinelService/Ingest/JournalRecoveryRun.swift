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
      guard case .rules(let files, _, let now)? = try? IngestRecord(record), let source = self.files.source(of: files)
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
        outcome.note(read)
        if case .rules(_, _, let now) = read { retention.noteRules(record.sequence, at: now) }
        if let step = step(read) { _ = await step.apply(to: partition) }
      } catch { outcome.unreadable += 1 }
    }
    return outcome
  }

  private func step(_ record: IngestRecord) -> IngestStep? {
    switch record {
    case .batch(let batch, let source, let now): .batch(batch, source: source, now: now)
    case .tick(let now): .tick(now)
    case .gap(let start, let end): .gap(from: start, to: end)
    case .rules(_, isRepeated: true, _): nil
    case .rules(let files, isRepeated: false, let now):
      self.files.source(of: files).map { .rules($0, detectors: detectors, now: now) }
    }
  }
}

extension JournalRecoveryRun.Outcome {
  fileprivate mutating func note(_ record: IngestRecord) {
    records += 1
    switch record {
    case .batch(let batch, _, let now):
      events += batch.count
      last = now
    case .tick(let now), .rules(_, _, let now): last = now
    case .gap(_, let end): last = end
    }
  }
}
