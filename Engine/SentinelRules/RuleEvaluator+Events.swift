import RuleCompiler
import SentinelModel

extension RuleEvaluator {
  package var hasEventRules: Bool { !eventRules.isEmpty }

  /// Judges rows of the batch at hand one by one, each after those before it, for rules on single events.
  package func judge(_ rows: Range<Int>) {
    let layout = store.cursor.batch.layout
    let readable = eventRules.map { states[$0] }.filter { $0.inputs.areIn(layout) }
    for row in rows {
      feed(row)
      for state in readable { judge(state, row) }
    }
  }

  private func feed(_ row: Int) {
    for (space, metrics) in eventFeeds {
      let samples = store.cursor.samples
      let present = metrics.filter { !samples.value(of: $0, row: row).isNaN }
      guard !present.isEmpty, let group = store.group(of: row, space: space) else { continue }
      for metric in present {
        store.add(metric, space: space, group: group, row: row, value: samples.value(of: metric, row: row))
      }
    }
  }

  private func judge(_ state: RuleState, _ row: Int) {
    let space = state.plan.space
    guard store.passes(row, space: space) else { return }
    store.cursor.row = row
    let known =
      state.needsGroup
      ? store.groups[space].index(of: store.tuple(of: row, space: space)) ?? store.groups[space].overflowGroup : nil
    var context = context(state, group: known ?? -1, at: store.cursor.batch.timestamps[row], isOnEvent: true)
    state.statistics.evaluations += 1
    var level: Int?
    var isUnknown = false
    for (index, program) in state.conditions.enumerated() {
      let condition = machine.run(program, &context)
      if condition == 1 { level = index }
      if condition.isNaN { isUnknown = true }
    }
    if isUnknown { noteUnknown(state, state.conditions.map { machine.run($0, &context) }, &context) }
    if recordsCoverage { noteCoverage(state, &context) }
    if let level { match(state, level: level, row: row) }
  }

  private func match(_ state: RuleState, level: Int, row: Int) {
    let time = store.cursor.batch.timestamps[row]
    let group = store.group(of: store.tuple(of: row, space: state.plan.space), space: state.plan.space)
    join(group, state)
    var context = context(state, group: group, at: time, isOnEvent: true)
    let known = state.eventAlerts[group]
    let severity = state.severities[level]
    var alert = known ?? EventAlert(since: time, lastMatch: time, level: level, severity: severity, count: 0)
    alert.count += 1
    // A late event doesn't shorten what a newer one has begun.
    alert.lastMatch = max(alert.lastMatch, time)
    let isWorse = known.map { severity > $0.severity } ?? true
    defer { state.eventAlerts[group] = alert }
    guard isWorse else { return }
    (alert.level, alert.severity) = (level, severity)
    if known == nil {
      state.statistics.timesFired += 1
      state.leaveState(.inactive, for: .firing, group: group, at: time)
      firing.change(state.index, tuple: context.tuple, isFiring: true)
    }
    let change = AlertMachine.Change(
      state: .firing, severity: state.severities[level], activeSince: alert.since, level: level)
    let account = account(of: change, state, &context)
    alert.account = account
    tell(change, state, at: time, count: alert.count, account, &context)
  }

  /// Ends alerts whose last match is `keep_firing_for` ago [P57], and tells severities that the rule has changed.
  func resolveEventAlerts(_ state: RuleState, at instant: Timestamp) {
    for group in state.members {
      guard let alert = state.eventAlerts[group] else { continue }
      if instant - alert.lastMatch >= state.plan.keepFiringFor {
        resolve(alert, state, group, at: instant)
      } else if state.severities[alert.level] != alert.severity {
        state.eventAlerts[group]?.severity = state.severities[alert.level]
        tell(.firing, state.eventAlerts[group] ?? alert, state, group, at: instant)
      }
    }
  }

  private func resolve(_ alert: EventAlert, _ state: RuleState, _ group: Int, at instant: Timestamp) {
    tell(.resolved, alert, state, group, at: instant)
    state.leaveState(.firing, for: .resolved, group: group, at: instant)
    state.eventAlerts[group] = nil
    state.nextSweep = .distantPast
    firing.change(
      state.index, tuple: store.groups[state.plan.space].tuples[group] ?? [], isFiring: false)
  }

  /// Tells of an alert at an instant. There is no event then: what raised it is told again.
  private func tell(
    _ alertState: AlertState, _ alert: EventAlert, _ state: RuleState, _ group: Int, at instant: Timestamp
  ) {
    lastChange = max(lastChange, instant)
    var context = context(state, group: group, at: instant)
    let change = AlertMachine.Change(
      state: alertState, severity: alert.severity, activeSince: alert.since, level: alert.level)
    let account = alert.account ?? account(of: change, state, &context)
    tell(change, state, at: instant, count: alert.count, account, &context)
  }
}
