import RuleCompiler
package import SentinelModel

extension RuleEvaluator {
  package var hasEventRules: Bool { !eventRules.isEmpty }

  /// Judges rows one by one, each after those before it, for rules on single events.
  package func judge(_ rows: Range<Int>, of batch: EventBatch, samples: RowSampleTableBox) {
    for row in rows {
      feed(row, batch, samples.table)
      for index in eventRules { judge(states[index], row, batch, samples.table) }
    }
  }

  /// The samples of a batch as rules on events look them up.
  package func rowSamples(_ samples: [RowSamples], rowCount: Int) -> RowSampleTableBox {
    RowSampleTableBox(table: RowSampleTable(samples, metrics: eventMetrics, rowCount: rowCount))
  }

  private func feed(_ row: Int, _ batch: EventBatch, _ samples: RowSampleTable) {
    for (space, metrics) in eventFeeds {
      let present = metrics.filter { !samples.value(of: $0, row: row).isNaN }
      guard !present.isEmpty, let group = store.group(of: row, in: batch, space: space) else { continue }
      for metric in present {
        store.add(
          metric, space: space, group: group, row: row, batch: batch, value: samples.value(of: metric, row: row),
          weight: 1)
      }
    }
  }

  private func judge(_ state: RuleState, _ row: Int, _ batch: EventBatch, _ samples: RowSampleTable) {
    guard store.passes(row, in: batch, space: state.plan.space) else { return }
    let event = EventContext(batch: batch, row: row)
    let tuple = plan.spaces[state.plan.space].by.map { batch.column(.label($0))?[row] ?? "" }
    let known = store.groups[state.plan.space].index(of: tuple) ?? store.groups[state.plan.space].overflowGroup
    var context = RuleContext(
      store: store, state: state, firing: firing, group: known ?? -1, instant: batch.timestamps[row], tuple: tuple,
      event: event, samples: samples)
    state.statistics.evaluations += 1
    let conditions = state.conditions.map { machine.run($0, &context) }
    if conditions.contains(where: \.isNaN) { state.statistics.unknownEvaluations += 1 }
    if recordsCoverage { noteCoverage(state, &context) }
    guard let level = conditions.lastIndex(of: 1) else { return }
    match(state, level: level, tuple: tuple, event: event, samples: samples)
  }

  private func match(
    _ state: RuleState, level: Int, tuple: [String], event: EventContext, samples: RowSampleTable
  ) {
    let time = event.batch.timestamps[event.row]
    let group = store.group(of: tuple, space: state.plan.space)
    join(group, state)
    var context = context(state, group: group, at: time, event: event, samples: samples)
    var alert = state.eventAlerts[group]
    alert?.count += 1
    alert?.lastMatch = time
    let isNew = alert == nil
    let severities = state.severities
    let isWorse = alert.map { severities[level] > severities[$0.level] } ?? true
    var current = alert ?? EventAlert(since: time, lastMatch: time, level: level, count: 1)
    if isWorse { current.level = level }
    state.eventAlerts[group] = current
    guard isWorse else { return }
    if isNew {
      state.statistics.timesFired += 1
      state.leaveState(.inactive, group: group, at: time)
      firing.change(state.index, tuple: context.tuple, isFiring: true)
    }
    let change = AlertMachine.Change(
      state: .firing, severity: severities[level], activeSince: current.since, level: level)
    tell(change, state, at: time, count: current.count, &context)
  }

  /// Ends alerts whose last match is `keep_firing_for` ago [P57].
  func resolveEventAlerts(_ state: RuleState, at instant: Timestamp) {
    for group in state.members {
      guard let alert = state.eventAlerts[group], instant - alert.lastMatch >= state.plan.keepFiringFor else {
        continue
      }
      var context = context(state, group: group, at: instant)
      let change = AlertMachine.Change(
        state: .resolved, severity: state.plan.levels[alert.level].severity, activeSince: alert.since,
        level: alert.level)
      tell(change, state, at: instant, count: alert.count, &context)
      state.leaveState(.firing, group: group, at: instant)
      state.eventAlerts[group] = nil
      state.nextSweep = .distantPast
      firing.change(state.index, tuple: context.tuple, isFiring: false)
    }
  }
}

/// Opaque to callers: the samples of a batch by metric and row.
package struct RowSampleTableBox {
  let table: RowSampleTable
}
