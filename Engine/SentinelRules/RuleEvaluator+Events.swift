import RuleCompiler
import SentinelModel

extension RuleEvaluator {
  package var hasEventRules: Bool { !eventRules.isEmpty }

  /// Judges rows of the batch at hand one by one, each after those before it, for rules on single events.
  package func judge(_ rows: Range<Int>) {
    for row in rows {
      feed(row)
      for index in eventRules { judge(states[index], row) }
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
    var alert = known ?? EventAlert(since: time, lastMatch: time, level: level, count: 0)
    alert.count += 1
    // A late event doesn't shorten what a newer one has begun.
    alert.lastMatch = max(alert.lastMatch, time)
    let isWorse = known.map { state.severities[level] > state.severities[$0.level] } ?? true
    defer { state.eventAlerts[group] = alert }
    guard isWorse else { return }
    alert.level = level
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

  /// Ends alerts whose last match is `keep_firing_for` ago [P57].
  func resolveEventAlerts(_ state: RuleState, at instant: Timestamp) {
    for group in state.members {
      guard let alert = state.eventAlerts[group], instant - alert.lastMatch >= state.plan.keepFiringFor else {
        continue
      }
      lastChange = max(lastChange, instant)
      var context = context(state, group: group, at: instant)
      let change = AlertMachine.Change(
        state: .resolved, severity: state.plan.levels[alert.level].severity, activeSince: alert.since,
        level: alert.level)
      // At an instant there is no event: what raised the alert is told again.
      let account = alert.account ?? account(of: change, state, &context)
      tell(change, state, at: instant, count: alert.count, account, &context)
      state.leaveState(.firing, for: .resolved, group: group, at: instant)
      state.eventAlerts[group] = nil
      state.nextSweep = .distantPast
      firing.change(state.index, tuple: context.tuple, isFiring: false)
    }
  }
}
