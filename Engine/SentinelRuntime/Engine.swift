package import RuleCompiler
package import SentinelDiagnostics
package import SentinelModel
package import SentinelPlugin
package import SentinelRules

/// One partition: detectors measure, rules judge, all in event time.
///
/// Rows come in time order. At each instant T everything up to T is in, and nothing later. Equal rows give equal
/// transitions, however they are cut into batches.
package final class Engine {
  /// What decoders must extract.
  package let layout: BatchLayout
  private let host: DetectorHost
  private let evaluator: RuleEvaluator
  private var scheduler: Scheduler
  private let plan: RuleSetPlan
  private var eventCount = 0
  private var firstTimestamp: Timestamp?
  private var lastTimestamp: Timestamp?
  private var reached = Timestamp.distantPast
  private var silence: Silence
  private let windowByteLimit: Int
  private let emit: (Transition) -> Void

  /// - Throws: what is wrong with the configuration of detectors.
  package convenience init(
    plan: RuleSetPlan, registry: PluginRegistry, settings: EngineSettings, emit: @escaping (Transition) -> Void
  ) throws(Diagnostics) {
    try self.init(plan: plan, registry: registry, settings: settings, former: nil, emit: emit)
  }

  private init(
    plan: RuleSetPlan, registry: PluginRegistry, settings: EngineSettings, former: Engine?,
    emit: @escaping (Transition) -> Void
  ) throws(Diagnostics) {
    self.plan = plan
    self.emit = emit
    host = try DetectorHost(plan: plan, registry: registry, settings: settings)
    layout = PlanInputs.layout(plan, detectors: host.descriptors, tracesExemplars: settings.tracesExemplars)
    evaluator = RuleEvaluator(
      plan: plan, recordsCoverage: settings.recordsCoverage, tracesExemplars: settings.tracesExemplars,
      former: former?.evaluator, emit: emit)
    scheduler = Scheduler(plan: plan)
    windowByteLimit = settings.windowByteLimit
    silence = Silence(quietAfter: settings.skipsSilence ? plan.settlingTime : nil)
  }

  /// The engine of another rule set that goes on from this one, which must not be used any more: windows, alerts and
  /// detectors are carried over by what they mean. Where it throws, nothing has changed.
  ///
  /// - Throws: what is wrong with the configuration of detectors.
  package func successor(
    plan: RuleSetPlan, registry: PluginRegistry, settings: EngineSettings
  ) throws(Diagnostics) -> (engine: Engine, succession: EngineSuccession) {
    let next = try Engine(plan: plan, registry: registry, settings: settings, former: self, emit: emit)
    let rules = RuleSuccession.all(from: self.plan, to: plan)
    let closed = next.evaluator.inherit(from: evaluator, rules, at: reached)
    let detectors = next.host.inherit(from: host, at: reached)
    next.scheduler.inherit(from: scheduler, at: reached)
    (next.eventCount, next.reached) = (eventCount, reached)
    (next.firstTimestamp, next.lastTimestamp) = (firstTimestamp, lastTimestamp)
    let warming = next.evaluator.warming(at: reached)
    return (next, EngineSuccession(at: reached, rules: rules, warming: warming, closed: closed, detectors: detectors))
  }

  /// Takes in `batch.rows`, which must be in time order and not older than rows before, and evaluates the instants
  /// that lie between them.
  package func process(_ batch: EventBatch) {
    guard let first = batch.rows.first, let last = batch.rows.last else { return }
    start(at: batch.timestamps[first])
    let samples = host.measure(batch)
    evaluator.begin(batch, samples: samples)
    var cursors = [Int](repeating: 0, count: samples.count)
    var row = first
    while row <= last {
      runInstants(before: batch.timestamps[row])
      let end = self.end(of: row, in: batch)
      if host.hasStateful {
        let remembered = observe(batch.slice(row..<end))
        // Rules on single events see what all detectors gave for an event.
        evaluator.begin(batch, samples: samples + remembered)
      }
      evaluator.takeIn(samples, cursors: &cursors, rows: row..<end)
      if evaluator.hasEventRules { evaluator.judge(row..<end) }
      // Not only at the end of the batch: whether a stretch is quiet must not depend on how rows are cut.
      lastTimestamp = batch.timestamps[end - 1]
      row = end
    }
    eventCount += batch.rows.count
    reached = max(reached, batch.timestamps[last])
    evaluator.flush(before: batch.timestamps[last])
  }

  /// Takes in `batch.rows` whose instants have been judged: they go into their windows, and rules on single events judge
  /// them. Nothing is evaluated again; detectors with state, which read in the order of time, don't see them.
  package func processLate(_ batch: EventBatch) {
    guard let first = batch.rows.first.map({ batch.timestamps[$0] }) else { return }
    start(at: first)
    let samples = host.measure(batch)
    evaluator.begin(batch, samples: samples)
    var cursors = [Int](repeating: 0, count: samples.count)
    evaluator.takeIn(samples, cursors: &cursors, rows: batch.rows)
    if evaluator.hasEventRules { evaluator.judge(batch.rows) }
    eventCount += batch.rows.count
    lastTimestamp = max(lastTimestamp ?? first, batch.timestamps[batch.rows.upperBound - 1])
    evaluator.flush()
  }

  private func start(at time: Timestamp) {
    guard !scheduler.isStarted else { return }
    firstTimestamp = time
    scheduler.start(at: time)
    host.start(at: time)
  }

  /// The first row behind `row` that lies after the next instant.
  private func end(of row: Int, in batch: EventBatch) -> Int {
    let boundary = min(scheduler.next, host.nextAdvance)
    guard batch.timestamps[batch.rows.upperBound - 1] > boundary else { return batch.rows.upperBound }
    var end = row + 1
    while end < batch.rows.upperBound, batch.timestamps[end] <= boundary { end += 1 }
    return end
  }

  private func observe(_ slice: EventBatch) -> [RowSamples] {
    let (samples, free) = host.observe(slice)
    if !samples.isEmpty {
      evaluator.begin(slice, samples: samples)
      var cursors = [Int](repeating: 0, count: samples.count)
      evaluator.takeIn(samples, cursors: &cursors, rows: slice.rows)
    }
    takeIn(free)
    return samples
  }

  private func takeIn(_ free: DetectorHost.FreeSamples) {
    guard !free.samples.isEmpty else { return }
    let (batch, samples) = free.batch(layout: layout)
    evaluator.begin(batch, samples: samples)
    var cursors = [Int](repeating: 0, count: samples.count)
    evaluator.takeIn(samples, cursors: &cursors, rows: batch.rows)
  }

  // MARK: - Instants

  private func runInstants(before time: Timestamp) {
    while true {
      let instant = min(scheduler.next, host.nextAdvance)
      guard instant < time else { return }
      if !skipSilence(from: instant, before: time) { run(instant) }
    }
  }

  /// Leaves out instants before `time` at which nothing can change; false where there are none, or few.
  private func skipSilence(from instant: Timestamp, before time: Timestamp) -> Bool {
    guard let lastTimestamp,
      let end = silence.end(
        at: instant, before: time, lastSample: lastTimestamp, lastChange: evaluator.lastChange,
        interval: scheduler.longestInterval, hasTimers: host.nextAdvance < .distantFuture,
        changes: { evaluator.changes(after: $0, lastSample: lastTimestamp) })
    else { return false }
    scheduler.skip(to: end) { evaluator.noteSkipped(rule: $0, count: $1, as: instant) }
    host.skip(to: end)
    return true
  }

  private func run(_ instant: Timestamp, until end: Timestamp = .distantFuture) {
    reached = max(reached, instant)
    if host.nextAdvance <= instant { takeIn(host.advance(to: instant)) }
    for rule in scheduler.due(at: instant, until: end) { evaluator.evaluate(rule: rule, at: instant) }
    evaluator.flush()
    evaluator.limitMemory(to: windowByteLimit)
  }

  /// Evaluates the instants up to and including `time`, without an event, and tells all that happened until then.
  package func advance(to time: Timestamp) {
    start(at: time)
    runInstants(before: time + TimeSpan(nanoseconds: 1))
    reached = max(reached, time)
    evaluator.flush()
  }

  /// Leaves out the instants up to `end`: from `start` on the engine did not run [P84]. What is absent in that time, and
  /// steps that overlap it, are unknown.
  package func skip(from start: Timestamp, to end: Timestamp) {
    guard scheduler.isStarted, end > start else { return }
    scheduler.skip(to: end + TimeSpan(nanoseconds: 1)) { _, _ in }
    host.skip(to: end + TimeSpan(nanoseconds: 1))
    evaluator.noteGap(from: start, to: end)
    reached = max(reached, end)
    evaluator.flush()
  }

  /// How long before the newest event the engine may still look.
  package var memory: TimeSpan { plan.settlingTime }

  /// Evaluates what is left for input that ends with the last row and goes on being silent for `drain` [P12].
  package func finish(drain: TimeSpan = .zero) {
    guard let lastTimestamp else { return }
    let end = lastTimestamp + drain
    let last = scheduler.lastInstants(until: end)
    while true {
      let instant = min(scheduler.next, host.nextAdvance)
      guard instant <= last, instant < .distantFuture else { break }
      if !skipSilence(from: instant, before: last) { run(instant, until: end) }
    }
    // Open alerts last until the end, also where the instants before it were left out.
    reached = max(reached, last)
    evaluator.flush()
  }

  /// The next instant at which anything is due.
  package var nextInstant: Timestamp { min(scheduler.next, host.nextAdvance) }

  /// Tells what has gathered.
  package func flush() { evaluator.flush() }

  // MARK: - Looking in

  /// Bytes that windows take, without distinct counts. O(groups).
  package var windowBytes: Int { evaluator.windowBytes }

  package var report: EngineReport {
    EngineReport(
      rules: evaluator.statistics(at: reached), tallies: host.tallies, eventCount: eventCount,
      firstTimestamp: firstTimestamp, lastTimestamp: lastTimestamp,
      dataVersions: host.dataVersions)
  }

  /// What each rule is and does, in the order of the plan.
  package var ruleStatuses: [RuleStatus] {
    zip(zip(plan.rules, evaluator.statistics(at: reached)), evaluator.alertCounts).map { entry, alerts in
      RuleStatus(entry.0, entry.1, pending: alerts.pending, firing: alerts.firing)
    }
  }

  /// Every group of a rule as it was at its last instant; nil for a rule that doesn't exist.
  package func groups(rule: String) -> [GroupStatus]? { evaluator.groups(rule: rule, at: reached) }

  /// The state of the rule's alert whose labels hold all of `labels`; inactive if there is none.
  package func currentState(rule: String, labels: LabelSet) -> AlertState {
    evaluator.currentState(rule: rule, labels: labels).state
  }

  /// The severity that goes with ``currentState(rule:labels:)``.
  package func currentSeverity(rule: String, labels: LabelSet) -> Severity {
    evaluator.currentState(rule: rule, labels: labels).severity
  }

  /// The value of each call, name and comparison of a rule's conditions, by group, at the time reached.
  package func evaluations(
    rule: String
  ) -> [(labels: LabelSet, values: [(text: String, value: EvidenceValue)])] {
    evaluator.evaluations(rule: rule, at: reached)
  }
}

extension RuleSetPlan {
  /// How long after the last event a rule may still change: windows empty, alerts run out, groups are forgotten.
  ///
  /// A rule that asks about others begins to settle when the last of them has. Rules come behind those that they name.
  fileprivate var settlingTime: TimeSpan {
    var settled: [TimeSpan] = []
    var longest = TimeSpan.zero
    for rule in rules {
      let named = rule.namedRules.lazy.filter { $0 < settled.count }.map { settled[$0] }.max() ?? .zero
      settled.append(named + rule.lookback + rule.hold + rule.keepFiringFor + rule.every * 4)
      longest = max(longest, (settled.last ?? .zero) + rule.groupTTL)
    }
    return longest
  }
}
