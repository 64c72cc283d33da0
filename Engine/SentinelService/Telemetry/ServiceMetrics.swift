import SentinelModel
import SentinelPlugin
import SentinelRuntime
import SentinelState

/// What the service counts about itself, besides what the partition does.
final class ServiceMetrics: Sendable {
  let accepted = Counter("sentinel_events_accepted_total", "Events that were taken.", labels: ["source"])
  let refused = Counter(
    "sentinel_events_refused_total", "Events and requests that were not taken, by reason.",
    labels: ["source", "reason"])
  let requests = Counter(
    "sentinel_http_requests_total", "Requests answered, by route and status.", labels: ["route", "status"])
  let transitions = Counter("sentinel_alert_transitions_total", "Changes of alerts, by new state.", labels: ["state"])
  let reloads = Counter("sentinel_rules_reloads_total", "Attempts to reload rules, by outcome.", labels: ["outcome"])

  /// All metrics in the text format of Prometheus, in a fixed order.
  func exposition(_ status: ServiceStatus) -> String {
    var exposition = Exposition()
    for counter in [accepted, refused, requests, transitions, reloads] { exposition.add(counter) }
    add(status.partition, to: &exposition)
    exposition.gauge("sentinel_rules_loaded", "Rules that run.", Double(status.generation.ruleCount))
    exposition.gauge(
      "sentinel_rules_generation", "How often the rule set was replaced, from 1.", Double(status.generation.number))
    exposition.gauge(
      "sentinel_rules_reload_success", "1 if the last attempt to load rules succeeded, else 0.",
      status.lastReloadSucceeded ? 1 : 0)
    exposition.gauge(
      "sentinel_rules_reload_timestamp_seconds", "When the rules that run were loaded, as Unix time.",
      Double(status.generation.loadedAt.nanoseconds) / 1e9)
    exposition.gauge(
      "sentinel_rules_disk_differs", "1 if the rule files differ from those that run, else 0.",
      status.diskDiffers ? 1 : 0)
    exposition.add(
      "sentinel_alerts", "gauge", "Alerts, by state.",
      [([("state", "firing")], Double(status.firing)), ([("state", "pending")], Double(status.pending))])
    if let journal = status.journal { add(journal, limit: status.journalLimit, to: &exposition) }
    exposition.gauge(
      "sentinel_queue_bytes", "Bytes of requests in work and of events that wait.", Double(status.queueBytes))
    exposition.gauge("sentinel_queue_limit_bytes", "The most that may be in work and wait.", Double(status.queueLimit))
    exposition.gauge("sentinel_start_time_seconds", "When the process started, as Unix time.", status.startSeconds)
    exposition.add("sentinel_build_info", "gauge", "Version of the engine.", [([("version", status.version)], 1)])
    return exposition.text
  }

  private func add(_ journal: JournalStatus, limit: Int, to exposition: inout Exposition) {
    exposition.gauge("sentinel_journal_bytes", "Bytes of the journal on disk.", Double(journal.diskBytes))
    exposition.gauge("sentinel_journal_limit_bytes", "The most that the journal may take.", Double(limit))
    exposition.counter(
      "sentinel_journal_records_written_total", "Records written since the start.", Double(journal.recordsWritten))
    exposition.counter(
      "sentinel_journal_refused_total", "Records that were not written: too much waits, or no room.",
      Double(journal.appendsRefused + journal.appendsFailed))
    exposition.gauge(
      "sentinel_journal_failing", "1 while the journal can't be written, else 0.", journal.failure == nil ? 0 : 1)
  }

  private func add(_ partition: PartitionStatus, to exposition: inout Exposition) {
    exposition.counter(
      "sentinel_samples_late_total", "Events that came after their instants had been judged.",
      Double(partition.lateCount))
    exposition.gauge("sentinel_events_waiting", "Events that wait for their instants.", Double(partition.waitingRows))
    exposition.gauge("sentinel_window_bytes", "Bytes that windows take.", Double(partition.windowBytes))
    exposition.gauge(
      "sentinel_judged_until_seconds", "All instants up to this Unix time have been judged.",
      partition.horizon == .distantPast ? .nan : Double(partition.horizon.nanoseconds) / 1e9)
    exposition.add(
      "sentinel_unmeasured_total", "counter", "What detectors could not measure, by reason.",
      unmeasured(partition).map { ([("reason", $0.reason)], Double($0.count)) })
  }

  /// By reason alone: names come from events, of which there may be any number.
  private func unmeasured(_ partition: PartitionStatus) -> [(reason: String, count: Int)] {
    var counts: [String: Int] = [:]
    for entry in partition.tallies.entries { counts[entry.key.reason, default: 0] += entry.count }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
