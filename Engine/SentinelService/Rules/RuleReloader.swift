import Logging
import RuleSyntax
import SentinelCommands
import SentinelConfiguration
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRules
import SentinelRuntime
import SentinelState

/// Reloads rules and the configuration of detectors, one attempt after the other: all of them take effect between two
/// evaluations or, on any error, none does.
actor RuleReloader {
  private let files: RuleFiles
  private let pipeline: IngestPipeline
  private let metrics: ServiceMetrics
  private let clock: EngineClock
  private let logger: Logger
  /// Its options of detectors are read anew with the rules.
  private let configuration: ServiceConfiguration?
  private(set) var last: ReloadReceipt?
  private var previous: Task<ReloadReceipt, Never>?

  init(
    files: RuleFiles, pipeline: IngestPipeline, metrics: ServiceMetrics, clock: EngineClock, logger: Logger,
    configuration: ServiceConfiguration?
  ) {
    (self.files, self.pipeline, self.metrics, self.clock) = (files, pipeline, metrics, clock)
    (self.logger, self.configuration) = (logger, configuration)
  }

  /// Of the rule files as they are now; nil where they can't be read.
  var diskDigest: String? { files.currentDigest }

  /// Whether the rule files differ from those that run.
  var diskDiffers: Bool { files.currentDigest != pipeline.partition.generation.digest }

  var lastSucceeded: Bool { last?.isComplete ?? true }

  /// Reloads once attempts before have ended.
  func reload(_ trigger: ReloadReceipt.Trigger) async -> ReloadReceipt {
    let attempt = Task { [previous] in
      _ = await previous?.value
      return await self.attempt(trigger)
    }
    previous = attempt
    return await attempt.value
  }

  private func attempt(_ trigger: ReloadReceipt.Trigger) async -> ReloadReceipt {
    let begin = clock.elapsed()
    let at = clock.now()
    let (replacement, diagnostics) = await replace()
    let receipt = ReloadReceipt(
      trigger: trigger, at: at, duration: clock.elapsed() - begin,
      generation: replacement?.generation ?? pipeline.partition.generation, succession: replacement?.succession,
      diagnostics: diagnostics)
    last = receipt
    metrics.reloads.add(1, receipt.isComplete ? "success" : "failure")
    tell(receipt)
    return receipt
  }

  private func replace() async -> (RuleReplacement?, Diagnostics) {
    let configured = configuration?.read() ?? EngineConfiguration()
    var diagnostics = configured.diagnostics
    do {
      let (source, found) = try files.load(running: await pipeline.partition.ruleFiles)
      diagnostics.append(contentsOf: found)
      guard let source, !configured.diagnostics.hasErrors else { return (nil, diagnostics) }
      let step = IngestStep.rules(source, detectors: configured.detectors, now: clock.now())
      if case .rules(let result) = try await pipeline.perform(step) {
        switch result {
        case .success(let replacement): return (replacement, diagnostics)
        case .failure(let faults): diagnostics.append(contentsOf: faults)
        }
      }
    } catch let error as JournalFailure {
      diagnostics.append(Self.finding(error.description))
    } catch {
      diagnostics.append(Self.finding("\(error)"))
    }
    return (nil, diagnostics)
  }

  private static func finding(_ message: String) -> Diagnostic {
    Diagnostic(.unreadableFile, message, at: SourceRange(SourceText(path: "rules", bytes: []), 0, 0))
  }

  private func tell(_ receipt: ReloadReceipt) {
    let generation = receipt.generation
    guard let succession = receipt.succession else {
      let errors = receipt.diagnostics.sorted.filter { $0.level == .error }
      logger.error(
        "rules not reloaded: the rules before go on",
        metadata: ["errors": "\(errors.count)", "generation": "\(generation.number)"])
      for error in errors.prefix(20) { logger.error("\(error.code.id) \(Self.place(error)): \(error.message)") }
      return
    }
    var counts: [String: Int] = [:]
    for rule in succession.rules { counts[rule.disposition.rawValue, default: 0] += 1 }
    var metadata: Logger.Metadata = ["generation": "\(generation.number)", "digest": "\(generation.digest)"]
    for (disposition, count) in counts { metadata[disposition] = "\(count)" }
    metadata["closed_alerts"] = "\(succession.closed.count)"
    if !receipt.isolatedFiles.isEmpty {
      metadata["isolated_files"] = "\(receipt.isolatedFiles.joined(separator: ", "))"
    }
    logger.notice("rules reloaded", metadata: metadata)
  }

  private static func place(_ finding: Diagnostic) -> String {
    let position = finding.range.source.position(of: finding.range.start)
    return "\(finding.range.source.path):\(position.line):\(position.column)"
  }
}
