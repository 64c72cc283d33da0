import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// One thing that happens to a partition: while the service runs, and again when its journal is read.
enum IngestStep: Sendable {
  case batch(EventBatch, source: Lateness.SourceKind, now: Timestamp)
  case tick(Timestamp)
  case rules(Partition.RuleSource, detectors: [String: DetectorOptions], now: Timestamp)
  /// The rules at hand are written once more.
  case sameRules([SourceText], now: Timestamp)
  case gap(from: Timestamp, to: Timestamp)

  /// What came of it.
  enum Outcome: Sendable {
    case admission(LivePartition.Admission)
    case rules(Result<RuleReplacement, Diagnostics>)
    case done
  }

  /// What the journal holds of it.
  var record: IngestRecord {
    switch self {
    case .batch(let batch, let source, let now): .batch(batch, source: source, now: now)
    case .tick(let now): .tick(now)
    case .rules(let source, _, let now): .rules(source.files, isRepeated: false, now: now)
    case .sameRules(let files, let now): .rules(files, isRepeated: true, now: now)
    case .gap(let start, let end): .gap(from: start, to: end)
    }
  }

  func apply(to partition: Partition) async -> Outcome {
    switch self {
    case .batch(let batch, let source, let now): return .admission(await partition.offer(batch, from: source, at: now))
    case .tick(let now): await partition.advance(to: now)
    case .gap(let start, let end): await partition.skip(from: start, to: end)
    case .sameRules: break
    case .rules(let source, let detectors, let now):
      do throws(Diagnostics) {
        return .rules(.success(try await partition.replaceRules(source, detectors: detectors, at: now)))
      } catch { return .rules(.failure(error)) }
    }
    return .done
  }

  /// When the rules were written, for a step that writes them.
  var rulesTime: Timestamp? {
    switch self {
    case .rules(_, _, let now), .sameRules(_, let now): now
    case .batch, .tick, .gap: nil
    }
  }
}
