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
import ServiceLifecycle
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
    let service = try makeService(logger)
    if !configuration.inactive.isEmpty {
      logger.warning(
        "keys of features that are still to come",
        metadata: ["keys": "\(configuration.inactive.joined(separator: ", "))"])
    }
    let group = ServiceGroup(
      configuration: {
        var group = ServiceGroupConfiguration(
          services: [Ticker(service: service), ReloadOnSignal(reloader: service.reloader), server(service, logger)],
          gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(10)
        return group
      }())
    do { try await group.run() } catch let error as IOError {
      throw ServiceFailure.cannotListen(configuration.http.host, configuration.http.port, error.description)
    }
    logger.notice("stopped")
  }

  private func makeLogger() -> Logger {
    let writer = LineWriter(descriptor: 2)
    let level = Logger.Level(rawValue: configuration.log.level.rawValue) ?? .info
    let isText = configuration.log.format == .text
    return Logger(label: "sentinel") { label in
      JSONLogHandler(logLevel: level, label: label, isText: isText, clock: clock) { writer.write($0) }
    }
  }

  private func makeService(_ logger: Logger) throws -> RunningService {
    let log = AlertLog()
    let metrics = ServiceMetrics()
    let output = try AlertWriter(configuration)
    let settings = EngineSettings(
      usesPrices: configuration.prices, windowByteLimit: configuration.limits.windowBytes.bytes,
      detectors: configuration.detectors)
    let partition = try Partition(
      source, registry: registry, settings: settings, lateness: Lateness(events: configuration.lateness), clock: clock
    ) { transition in
      log.append(transition)
      metrics.transitions.add(1, transition.state.rawValue)
      output.write(transition)
    }
    let reloader = RuleReloader(
      files: files, partition: partition, metrics: metrics, clock: clock, logger: logger, configuration: file)
    return RunningService(
      configuration: configuration, partition: partition, log: log, metrics: metrics,
      budget: IngestBudget(limit: configuration.limits.queueBytes.bytes), reloader: reloader, clock: clock)
  }

  private func server(_ service: RunningService, _ logger: Logger) -> some ServiceLifecycle.Service {
    let http = configuration.http
    return Application(
      router: HTTPRoutes(service: service).router(),
      server: .http1(configuration: .init(idleTimeout: .nanoseconds(http.idleTimeout.nanoseconds))),
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

  var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "can't listen on \(host):\(port): \(reason); choose another with --http-host and --http-port"
    case .cannotWrite(let path, let reason): "can't write alerts to \(path): \(reason)"
    }
  }
}
