import Hummingbird
import SentinelCommands
import SentinelConfiguration
import SentinelModel
import SentinelRuntime
import Synchronization

/// The parts of a service at work.
final class RunningService: Sendable {
  let configuration: EngineConfiguration
  let partition: Partition
  let log: AlertLog
  let metrics: ServiceMetrics
  let budget: IngestBudget
  let reloader: RuleReloader
  let clock: EngineClock
  private let rate: RateLimit
  private let ready = Mutex(false)
  private let start: Timestamp

  init(
    configuration: EngineConfiguration, partition: Partition, log: AlertLog, metrics: ServiceMetrics,
    budget: IngestBudget, reloader: RuleReloader, clock: EngineClock
  ) {
    (self.configuration, self.partition, self.log) = (configuration, partition, log)
    (self.metrics, self.budget, self.reloader, self.clock) = (metrics, budget, reloader, clock)
    rate = RateLimit(perSecond: configuration.limits.ratePerClient)
    start = clock.now()
  }

  var isReady: Bool { ready.withLock { $0 } }
  func setReady(_ isReady: Bool) { ready.withLock { $0 = isReady } }

  var events: EventsEndpoint {
    EventsEndpoint(
      partition: partition, budget: budget, rate: rate, metrics: metrics, clock: clock,
      bodyLimit: configuration.http.maxBodyBytes.bytes)
  }
  var alerts: AlertsEndpoint { AlertsEndpoint(log: log) }
  var rules: RulesEndpoint { RulesEndpoint(partition: partition) }

  /// Judges what is due, and notes what waits.
  func tick() async {
    await partition.tick()
    let status = await partition.status
    budget.setWaiting(status.waitingBytes + status.waitingRows * Self.rowBytes)
  }

  /// About what a row takes besides texts and labels.
  private static let rowBytes = 256

  func status() async -> ServiceStatus {
    let statuses = await partition.ruleStatuses
    return ServiceStatus(
      partition: await partition.status, generation: partition.generation,
      pending: statuses.reduce(0) { $0 + $1.pending }, firing: statuses.reduce(0) { $0 + $1.firing },
      lastReloadSucceeded: await reloader.lastSucceeded, diskDiffers: await reloader.diskDiffers,
      queueBytes: budget.bytes, queueLimit: budget.limit, startSeconds: Double(start.nanoseconds) / 1e9,
      version: SentinelVersion.text)
  }

  func health() async -> Response {
    let status = await status()
    let isReady = isReady
    return Answer.json { json in
      json.object { json in
        json.member("status", status.lastReloadSucceeded ? "ok" : "degraded")
        json.key("ready")
        json.boolean(isReady)
        json.member("version", status.version)
        json.key("generation")
        json.integer(status.generation.number)
        json.key("rules")
        json.integer(status.generation.ruleCount)
        json.key("last_reload_succeeded")
        json.boolean(status.lastReloadSucceeded)
        json.key("disk_differs")
        json.boolean(status.diskDiffers)
        json.key("not_yet_active")
        json.array { json in for key in self.configuration.inactive { json.string(key) } }
      }
    }
  }
}
