package import RuleCompiler
package import SentinelDiagnostics
package import SentinelModel
package import SentinelPlugin
package import SentinelRules
import Synchronization

/// The one owner of an engine that runs live: what arrives, the clock and new rules come to it one after the other.
package actor Partition {
  /// A rule set, ready to run.
  package struct RuleSource: Sendable {
    package let plan: RuleSetPlan
    package let digest: String
    /// What the rules were read from.
    package let files: [SourceText]

    package init(plan: RuleSetPlan, digest: String, files: [SourceText]) {
      (self.plan, self.digest, self.files) = (plan, digest, files)
    }
  }

  private let live: LivePartition
  private let registry: PluginRegistry
  private nonisolated let current: Mutex<Generation>
  private var settings: EngineSettings
  /// What the rules that run were read from.
  package private(set) var ruleFiles: [SourceText]

  /// - Parameters:
  ///   - now: when the rules were loaded.
  ///   - emit: is told of each transition, on the partition's own thread of work.
  /// - Throws: what is wrong with the configuration of detectors.
  package init(
    _ source: RuleSource, registry: PluginRegistry, settings: EngineSettings, lateness: Lateness = Lateness(),
    at now: Timestamp, emit: @escaping @Sendable (Transition) -> Void
  ) throws(Diagnostics) {
    self.registry = registry
    self.settings = settings
    ruleFiles = source.files
    let engine = try Engine(plan: source.plan, registry: registry, settings: settings, emit: emit)
    live = LivePartition(engine: engine, lateness: lateness)
    current = Mutex(Self.generation(1, source, engine, now))
  }

  private static func generation(
    _ number: Int, _ source: RuleSource, _ engine: Engine, _ now: Timestamp
  ) -> Generation {
    Generation(
      number: number, digest: source.digest, files: source.files.map(\.path), ruleCount: source.plan.rules.count,
      loadedAt: now, layout: engine.layout)
  }

  /// The rules that run now.
  package nonisolated var generation: Generation { current.withLock { $0 } }

  /// Takes in a batch that arrived at `now`, whose rows are in timestamp order, of the layout of this generation or of
  /// one before, and judges what is due.
  package func offer(
    _ batch: EventBatch, from source: Lateness.SourceKind, at now: Timestamp
  ) -> LivePartition.Admission {
    let admission = live.offer(batch, from: source, at: now)
    live.advance(to: now)
    return admission
  }

  /// Judges what is due at `now`.
  package func advance(to now: Timestamp) { live.advance(to: now) }

  /// Whether an instant is due at `now` that has not been judged.
  package func isDue(at now: Timestamp) -> Bool { live.nextDue(at: now) <= now }

  /// Nothing ran between these times: their instants are not judged [P84].
  package func skip(from start: Timestamp, to end: Timestamp) { live.skip(from: start, to: end) }

  /// Puts other rules, and another configuration of detectors, in place of those at hand, between two evaluations.
  /// Where it throws, nothing has changed.
  package func replaceRules(
    _ source: RuleSource, detectors: [String: DetectorOptions], at now: Timestamp
  ) throws(Diagnostics) -> RuleReplacement {
    var settings = settings
    settings.detectors = detectors
    live.advance(to: now)
    let (engine, succession) = try live.engine.successor(plan: source.plan, registry: registry, settings: settings)
    live.replaceEngine { _ in engine }
    self.settings = settings
    ruleFiles = source.files
    let next = Self.generation(generation.number + 1, source, engine, now)
    current.withLock { $0 = next }
    return RuleReplacement(generation: next, succession: succession)
  }

  /// How long before its newest event the engine may still look: what came before matters no more.
  package var memory: TimeSpan { live.engine.memory }

  // MARK: - Looking in

  package var ruleStatuses: [RuleStatus] { live.engine.ruleStatuses }

  /// Every group of a rule as it was at its last instant; nil for a rule that doesn't exist.
  package func groups(rule: String) -> [GroupStatus]? { live.engine.groups(rule: rule) }

  /// What is counted, for metrics.
  package var status: PartitionStatus {
    PartitionStatus(
      horizon: live.horizon, waitingRows: live.waiting.rows, waitingBytes: live.waiting.bytes,
      lateCount: live.lateCount, windowBytes: live.engine.windowBytes, tallies: live.engine.report.tallies)
  }
}
