import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import SentinelCommands
import SentinelConfiguration
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRuntime
import SentinelState
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Puts the parts of the service together, starts them, and ends them in order.
struct ServiceRunner: Sendable {
  let configuration: EngineConfiguration
  /// nil without a configuration file.
  let file: ServiceConfiguration?
  let files: RuleFiles
  let source: Partition.RuleSource
  let registry: PluginRegistry
  var clock = EngineClock.system

  func run() async throws {
    let logger = makeLogger()
    let service = try await makeService(logger)
    await startRules(service)
    if !configuration.inactive.isEmpty {
      logger.warning(
        "keys of features that are still to come",
        metadata: ["keys": "\(configuration.inactive.joined(separator: ", "))"])
    }
    let group = ServiceGroup(
      configuration: {
        var group = ServiceGroupConfiguration(
          services: services(service, logger),
          gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .nanoseconds(configuration.drain.timeout.nanoseconds)
        return group
      }())
    do { try await group.run() } catch let error as IOError {
      throw ServiceFailure.cannotListen(configuration.http.host, configuration.http.port, error.description)
    }
    await service.finish()
    logger.notice("stopped")
  }

  /// The rules of the files take the place of those that the journal ended with, if they are others.
  private func startRules(_ service: RunningService) async {
    let now = clock.now()
    if service.partition.generation.digest == source.digest {
      _ = try? await service.pipeline.perform(.sameRules(source.files, now: now))
    } else {
      _ = await service.reloader.reload(.start)
    }
  }

  /// They are ended in the other order.
  private func services(_ service: RunningService, _ logger: Logger) -> [any ServiceLifecycle.Service] {
    let watch: [any ServiceLifecycle.Service] = configuration.watch ? [RuleWatch(reloader: service.reloader)] : []
    let always: [any ServiceLifecycle.Service] = [
      Ticker(service: service), ReloadOnSignal(reloader: service.reloader), server(service, logger),
      DrainDelay(service: service, delay: configuration.drain.delay),
    ]
    return watch + always
  }

  private func makeLogger() -> Logger {
    let writer = LineWriter(descriptor: 2)
    let level = Logger.Level(rawValue: configuration.log.level.rawValue) ?? .info
    let isText = configuration.log.format == .text
    return Logger(label: "sentinel") { label in
      JSONLogHandler(logLevel: level, label: label, isText: isText, clock: clock) { writer.write($0) }
    }
  }

  private func makeService(_ logger: Logger) async throws -> RunningService {
    let log = AlertLog(retention: configuration.alerts.retention)
    let metrics = ServiceMetrics()
    let output = try AlertWriter(configuration)
    let isRecovering = Mutex(true)
    let storage = try JournalStorage(configuration)
    let recovery = JournalRecoveryRun(files: files, detectors: configuration.detectors)
    let first = storage.flatMap { recovery.firstRules($0.journal) }
    let partition = try Partition(
      first?.source ?? source, registry: registry, settings: settings,
      lateness: Lateness(events: configuration.lateness), at: first?.now ?? clock.now()
    ) { transition in
      log.append(transition)
      // What was told before the process ended isn't told again.
      if isRecovering.withLock({ $0 }) { return }
      metrics.transitions.add(1, transition.state.rawValue)
      output.write(transition)
    }
    let retention = JournalRetention()
    let pipeline = IngestPipeline(partition: partition, journal: storage?.journal, retention: retention)
    let applying = Task { await pipeline.run() }
    var last: Timestamp?
    if let journal = storage?.journal { last = await read(journal, recovery, pipeline, retention, logger) }
    // What is judged from here on was never told.
    isRecovering.withLock { $0 = false }
    if let last { _ = try? await pipeline.perform(.gap(from: last, to: clock.now())) }
    let reloader = RuleReloader(
      files: files, pipeline: pipeline, metrics: metrics, clock: clock, logger: logger, configuration: file)
    return RunningService(
      configuration: configuration, pipeline: pipeline, log: log, metrics: metrics,
      budget: IngestBudget(limit: configuration.limits.queueBytes.bytes), reloader: reloader, clock: clock,
      retention: retention, storage: storage, applying: applying)
  }

  private var settings: EngineSettings {
    EngineSettings(
      usesPrices: configuration.prices, windowByteLimit: configuration.limits.windowBytes.bytes,
      detectors: configuration.detectors)
  }

  /// Runs the journal again; gives when it ends.
  private func read(
    _ journal: Journal, _ recovery: JournalRecoveryRun, _ pipeline: IngestPipeline, _ retention: JournalRetention,
    _ logger: Logger
  ) async -> Timestamp? {
    let begin = clock.elapsed()
    let outcome = await recovery.run(journal, into: pipeline.partition, retention: retention)
    let found = journal.recovery
    logger.notice(
      "journal read",
      metadata: [
        "records": "\(outcome.records)", "events": "\(outcome.events)", "unreadable": "\(outcome.unreadable)",
        "lost_bytes": "\(found.lostBytes)", "torn_bytes": "\(found.tornBytes)",
        "seconds": "\((clock.elapsed() - begin).seconds)",
      ])
    return outcome.last
  }

  private func server(_ service: RunningService, _ logger: Logger) -> some ServiceLifecycle.Service {
    let http = configuration.http
    return Application(
      router: HTTPRoutes(service: service).router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [HeaderTimeout(.nanoseconds(http.headerTimeout.nanoseconds))],
          idleTimeout: .nanoseconds(http.idleTimeout.nanoseconds))),
      configuration: ApplicationConfiguration(
        address: .hostname(http.host, port: http.port),
        availableConnectionsDelegate: MaximumAvailableConnections(http.maxConnections)),
      onServerRunning: { channel in
        service.setReady(true)
        let port = channel.localAddress?.port ?? http.port
        logger.notice(
          "ready",
          metadata: ["address": "http://\(http.host):\(port)", "rules": "\(service.partition.generation.ruleCount)"])
        Readiness.notify("READY=1")
      }, logger: logger)
  }
}

/// What keeps the service from running.
enum ServiceFailure: Error, CustomStringConvertible {
  case cannotListen(String, Int, String)
  case cannotWrite(String, String)
  case storage(String)

  var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "can't listen on \(host):\(port): \(reason); choose another with --http-host and --http-port"
    case .storage(let reason): reason
    case .cannotWrite(let path, let reason): "can't write alerts to \(path): \(reason)"
    }
  }
}
