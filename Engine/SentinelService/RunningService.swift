import Hummingbird
import SentinelCommands
import SentinelConfiguration
import SentinelModel
import SentinelRuntime
import SentinelState
import Synchronization

/// The parts of a service at work.
final class RunningService: Sendable {
  let configuration: EngineConfiguration
  let pipeline: IngestPipeline
  let log: AlertLog
  let metrics: ServiceMetrics
  let budget: IngestBudget
  let reloader: RuleReloader
  let clock: EngineClock
  let retention: JournalRetention
  /// nil where nothing is to outlast the process.
  let storage: JournalStorage?
  private let rate: RateLimit
  /// Applies what the pipeline has written.
  private let applying: Task<Void, Never>
  private let ready = Mutex(false)
  private let start: Timestamp

  init(
    configuration: EngineConfiguration, pipeline: IngestPipeline, log: AlertLog, metrics: ServiceMetrics,
    budget: IngestBudget, reloader: RuleReloader, clock: EngineClock,
    retention: JournalRetention, storage: JournalStorage?, applying: Task<Void, Never>
  ) {
    (self.retention, self.storage, self.applying) = (retention, storage, applying)
    (self.configuration, self.pipeline, self.log) = (configuration, pipeline, log)
    (self.metrics, self.budget, self.reloader, self.clock) = (metrics, budget, reloader, clock)
    rate = RateLimit(perSecond: configuration.limits.ratePerClient)
    start = clock.now()
  }

  var partition: Partition { pipeline.partition }

  var isReady: Bool { ready.withLock { $0 } }
  func setReady(_ isReady: Bool) { ready.withLock { $0 = isReady } }

  var events: EventsEndpoint {
    EventsEndpoint(
      pipeline: pipeline, budget: budget, rate: rate, metrics: metrics, clock: clock,
      bodyLimit: configuration.http.maxBodyBytes.bytes, readTimeout: configuration.http.readTimeout, rowBytes: rowBytes)
  }
  var alerts: AlertsEndpoint { AlertsEndpoint(log: log) }
  var rules: RulesEndpoint { RulesEndpoint(partition: partition) }

  /// Applies what has been written and closes the journal.
  func finish() async {
    pipeline.finish()
    await applying.value
    storage?.close()
  }

  /// Judges what is due, and notes what waits.
  func tick() async {
    await pipeline.tick(at: clock.now())
    let status = await partition.status
    budget.setWaiting(status.waitingBytes + status.waitingRows * rowBytes)
  }

  /// Releases what no window looks back on any more, with the rules once more in front of what stays.
  func releaseJournal() async {
    let now = clock.now()
    guard let journal = pipeline.journal, retention.isDue(at: now) else { return }
    // What can't be done now is done at the next time: the journal says why in its own status.
    _ = try? await pipeline.perform(.sameRules(await partition.ruleFiles, now: now))
    let memory = await partition.memory + Self.reserve
    if let first = retention.releasable(at: now, memory: memory) { try? await journal.release(before: first) }
  }

  /// Kept longer than windows look back.
  private static let reserve = TimeSpan.minutes(10)

  /// What a row takes besides its texts and labels.
  private var rowBytes: Int {
    let layout = partition.generation.layout
    return 32 + 8 * (layout.numbers.count + layout.metrics.count + layout.texts.count) + 4 * layout.labels.count
  }

  func status() async -> ServiceStatus {
    let statuses = await partition.ruleStatuses
    return ServiceStatus(
      partition: await partition.status, generation: partition.generation,
      pending: statuses.reduce(0) { $0 + $1.pending }, firing: statuses.reduce(0) { $0 + $1.firing },
      lastReloadSucceeded: await reloader.lastSucceeded, diskDiffers: await reloader.diskDiffers,
      journal: pipeline.journal?.status, journalLimit: configuration.journal.maxBytes.bytes,
      queueBytes: budget.bytes, queueLimit: budget.limit, startSeconds: Double(start.nanoseconds) / 1e9,
      version: SentinelVersion.text)
  }

  func health() async -> Response {
    let status = await status()
    let isReady = isReady
    return Answer.json { json in
      json.object { json in
        let isSound = status.lastReloadSucceeded && status.journal?.failure == nil
        json.member("status", isSound ? "ok" : "degraded")
        if let failure = status.journal?.failure { json.member("journal", failure.description) }
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
