package import RuleCompiler
import RuleSyntax
import SentinelSeries
package import SentinelModel

/// Judges samples by rules: takes them in, evaluates conditions at instants and on events, and tells transitions.
///
/// Knows no thread and no clock: the caller brings rows in time order and says which instants have come.
package final class RuleEvaluator {
  package let plan: RuleSetPlan
  let store: SeriesStore
  let states: [RuleState]
  let firing: FiringTable
  let machine: Machine
  let recordsCoverage: Bool
  /// Rules and slots that wait for first samples of each feed.
  private var followers: [[(rule: Int, slot: Int)]]
  /// How many rules have each group of a space.
  private var memberCounts: [[Int]]
  /// Transitions of the time at hand, told in the order of rule and labels.
  private var pending: [Transition] = []
  private let emit: (Transition) -> Void
  private let instantSpaces: [SpaceID]
  let eventRules: [Int]
  let eventMetrics: Set<MetricID>
  /// Spaces of rules on events that keep windows, with their metrics.
  let eventFeeds: [(space: SpaceID, metrics: [MetricID])]
  private var rowGroups: [Int32] = []

  package init(plan: RuleSetPlan, recordsCoverage: Bool, tracesExemplars: Bool, emit: @escaping (Transition) -> Void) {
    self.plan = plan
    self.recordsCoverage = recordsCoverage
    self.emit = emit
    let store = SeriesStore(plan: plan)
    self.store = store
    states = plan.rules.enumerated().map { RuleState(index: $0, plan: $1, store: store) }
    firing = FiringTable(plan: plan)
    machine = Machine(functions: plan.functions)
    followers = Array(repeating: [], count: store.feeds.count)
    memberCounts = Array(repeating: [], count: plan.spaces.count)
    instantSpaces = plan.spaces.indices.filter { plan.spaces[$0].mode == .instants && !store.metrics(of: $0).isEmpty }
    eventRules = plan.rules.indices.filter { plan.rules[$0].mode == .event }
    eventMetrics = Self.metricsReadOnEvents(plan, store: store)
    eventFeeds = plan.spaces.indices.filter { plan.spaces[$0].mode == .event }
      .map { ($0, store.metrics(of: $0)) }.filter { !$0.1.isEmpty }
    for state in states {
      for (slot, key) in state.slots.enumerated() {
        guard let feed = store.feedIndex(space: state.plan.space, metric: key.metric, filter: key.filter) else {
          continue
        }
        followers[feed].append((state.index, slot))
      }
      if tracesExemplars, let metric = state.plan.metric,
        let feed = store.feedIndex(space: state.plan.space, metric: metric, filter: 0)
      {
        store.feeds[feed].exemplars.isOff = false
      }
    }
    store.onFirstSample = { [unowned self] feed, group, time in noteFirst(feed, group, time) }
  }

  private static func metricsReadOnEvents(_ plan: RuleSetPlan, store: SeriesStore) -> Set<MetricID> {
    var metrics: Set<MetricID> = []
    for rule in plan.rules where rule.mode == .event {
      if let metric = rule.metric { metrics.insert(metric) }
      metrics.formUnion(
        rule.levels.flatMap { $0.program.eventMetrics + $0.evidence.flatMap { $0.program.eventMetrics } })
      metrics.formUnion(store.metrics(of: rule.space))
      if let filter = plan.spaces[rule.space].filter { metrics.formUnion(filter.eventMetrics) }
    }
    return metrics
  }

  private func noteFirst(_ feed: Int, _ group: Int, _ time: Timestamp) {
    for follower in followers[feed] {
      let state = states[follower.rule]
      state.noteFirst(group, slot: follower.slot, at: time)
      if state.slots[follower.slot].filter == 0, follower.slot < state.plan.namedMetrics.count { join(group, state) }
    }
    store.feeds[feed].settle(group: group)
  }

  func join(_ group: Int, _ state: RuleState) {
    guard state.join(group) else { return }
    let space = state.plan.space
    while memberCounts[space].count <= group { memberCounts[space].append(0) }
    memberCounts[space][group] += 1
    state.nextSweep = .distantPast
  }

  // MARK: - Samples

  /// Must be called before rows of another batch are taken in, with the samples that rules on events look up.
  package func begin(_ batch: EventBatch, samples: [RowSamples]) {
    let table = hasEventRules ? RowSampleTable(samples, metrics: eventMetrics, rowCount: batch.count) : RowSampleTable()
    store.begin(batch, samples: table)
  }

  /// Takes in the samples of `rows`, for rules that are judged at instants.
  package func takeIn(_ samples: [RowSamples], cursors: inout [Int], rows: Range<Int>) {
    var ends = cursors
    for (index, column) in samples.enumerated() {
      while ends[index] < column.rows.count, Int(column.rows[ends[index]]) < rows.upperBound { ends[index] += 1 }
    }
    for space in instantSpaces { takeIn(samples, cursors, ends, rows, space: space) }
    cursors = ends
  }

  private func takeIn(
    _ samples: [RowSamples], _ starts: [Int], _ ends: [Int], _ rows: Range<Int>, space: SpaceID
  ) {
    let wanted = samples.indices.filter { store.keeps(samples[$0].metric, space: space) && starts[$0] < ends[$0] }
    guard !wanted.isEmpty else { return }
    if rowGroups.count < rows.upperBound {
      rowGroups.append(contentsOf: repeatElement(0, count: rows.upperBound - rowGroups.count))
    }
    // Groups come into being in row order, whatever the metric: `max_groups` is first come, first served.
    for row in rows { rowGroups[row] = -1 }
    for index in wanted { for place in starts[index]..<ends[index] { rowGroups[Int(samples[index].rows[place])] = -2 } }
    for row in rows where rowGroups[row] == -2 {
      rowGroups[row] = store.group(of: row, space: space).map { Int32($0) } ?? -1
    }
    for index in wanted {
      store.add(samples[index], starts[index]..<ends[index], space: space, groups: rowGroups)
    }
  }

  // MARK: - Instants

  /// Evaluates one rule at one of its instants: all its groups, or the ends of its alerts on events.
  package func evaluate(rule index: Int, at instant: Timestamp) {
    let state = states[index]
    if state.isOnEvents {
      resolveEventAlerts(state, at: instant)
    } else {
      if state.plan.namedMetrics.isEmpty { projectGroups(into: state) }
      evaluateGroups(of: state, at: instant)
    }
    if instant >= state.nextSweep { sweep(state, at: instant) }
  }

  private func evaluateGroups(of state: RuleState, at instant: Timestamp) {
    let programs = state.conditions
    state.statistics.evaluations += state.members.count
    for group in state.members {
      var context = context(state, group: group, at: instant)
      // Most groups are calm most of the time: nothing holds, and nothing held before.
      if !recordsCoverage, programs.count == 1, state.quiet[group], machine.run(programs[0], &context) == 0 { continue }
      evaluate(state, programs, at: instant, &context)
    }
  }

  private func evaluate(
    _ state: RuleState, _ programs: [CompiledProgram], at instant: Timestamp, _ context: inout RuleContext
  ) {
    let conditions = programs.map { machine.run($0, &context) }
    if recordsCoverage { noteCoverage(state, &context) }
    if conditions.contains(where: \.isNaN) { noteUnknown(state, conditions, &context) }
    let group = context.group
    var alert = state[alert: group]
    let before = alert.state
    var changes: [AlertMachine.Change] = []
    alert.step(
      conditions, severities: state.severities, at: instant, hold: state.plan.hold,
      keepFiringFor: state.plan.keepFiringFor, noData: state.plan.noData, changes: &changes)
    state[alert: group] = alert
    guard !changes.isEmpty else { return }
    for change in changes { tell(change, state, at: instant, count: nil, &context) }
    note(changes, from: before, state, group: group, at: instant)
    let isFiring = alert.state == .firing
    if (before == .firing) != isFiring { firing.change(state.index, tuple: context.tuple, isFiring: isFiring) }
  }

  func context(_ state: RuleState, group: Int, at instant: Timestamp, isOnEvent: Bool = false) -> RuleContext {
    RuleContext(
      store: store, state: state, firing: firing, group: group, instant: instant, isOnEvent: isOnEvent)
  }

  private func noteUnknown(_ state: RuleState, _ conditions: [Double], _ context: inout RuleContext) {
    state.statistics.unknownEvaluations += 1
    for (level, condition) in conditions.enumerated() where condition.isNaN {
      for (place, program) in state.evidence[level].enumerated() where machine.run(program, &context).isNaN {
        state.statistics.unknownReasons[state.plan.levels[level].evidence[place].text, default: 0] += 1
        return
      }
    }
    state.statistics.unknownReasons["a division by zero", default: 0] += 1
  }

  func noteCoverage(_ state: RuleState, _ context: inout RuleContext) {
    for (level, plan) in state.plan.levels.enumerated() {
      for (atom, entry) in plan.atoms.enumerated() {
        let value = machine.run(entry.program, &context)
        if value.isNaN {
          state.statistics.coverage[level][atom].wasUnknown = true
        } else if value != 0 {
          state.statistics.coverage[level][atom].wasTrue = true
        } else {
          state.statistics.coverage[level][atom].wasFalse = true
        }
      }
    }
  }

  private func note(
    _ changes: [AlertMachine.Change], from before: AlertState, _ state: RuleState, group: Int, at instant: Timestamp
  ) {
    var before = before
    for change in changes where change.state != before {
      if change.state == .firing { state.statistics.timesFired += 1 }
      if change.state == .pending { state.statistics.timesPending += 1 }
      state.leaveState(before, for: change.state, group: group, at: instant)
      before = change.state
    }
  }

  /// The groups of a rule that only asks about others are theirs, with its own labels [P17].
  private func projectGroups(into state: RuleState) {
    let by = plan.spaces[state.plan.space].by
    for named in state.plan.namedRules {
      let source = states[named]
      let places = by.map { plan.spaces[source.plan.space].by.firstIndex(of: $0) }
      let members = source.isOnEvents ? source.members.filter { source.eventAlerts[$0] != nil } : source.members
      for group in members {
        guard let tuple = store.groups[source.plan.space].tuples[group] else { continue }
        join(store.group(of: places.map { $0.map { tuple[$0] } ?? "" }, space: state.plan.space), state)
      }
    }
  }

  // MARK: - Forgetting

  /// Forgets groups that are inactive and had no sample for the rule's `group_ttl` [P18].
  private func sweep(_ state: RuleState, at instant: Timestamp) {
    var gone: Set<Int> = []
    var next = Timestamp.distantFuture
    for group in state.members {
      let last = lastSample(state, group: group)
      if !state.isActive(group), instant - last >= state.plan.groupTTL {
        gone.insert(group)
      } else {
        next = min(next, max(last + state.plan.groupTTL, instant + state.plan.every))
      }
    }
    state.nextSweep = next
    if gone.isEmpty { return }
    state.leave(all: gone)
    for group in gone { release(group, state) }
  }

  /// Where a rule names no metric, its groups last as long as those of the rules it names.
  private func lastSample(_ state: RuleState, group: Int) -> Timestamp {
    if state.plan.namedMetrics.isEmpty { return state.isOnEvents ? .distantPast : .distantFuture }
    return state.namedFeeds.reduce(.distantPast) { max($0, store.feeds[$1].lastSeen(group)) }
  }

  func release(_ group: Int, _ state: RuleState) {
    let space = state.plan.space
    for slot in state.slots {
      if let feed = store.feedIndex(space: space, metric: slot.metric, filter: slot.filter) {
        store.feeds[feed].unsettle(group: group)
      }
    }
    memberCounts[space][group] -= 1
    if memberCounts[space][group] == 0 { store.remove(group: group, space: space) }
  }

  // MARK: - Telling

  func tell(
    _ change: AlertMachine.Change, _ state: RuleState, at instant: Timestamp, count: Int?, _ context: inout RuleContext
  ) {
    let rule = state.plan
    let level = rule.levels[change.level]
    let groupLabels = store.groups[rule.space].labels(of: context.group)
    var labels = rule.labels
    for label in groupLabels.labels { labels[label.name] = label.value }
    let evidence = level.evidence.map { ($0.text, Self.evidence($0.program, machine, &context)) }
    let annotations = rule.annotations.map { annotation in
      let text = TemplateRenderer.render(
        annotation.template, severity: change.severity, machine: machine, context: &context)
      return (annotation.name, text)
    }
    let transition = Transition(
      at: instant, rule: rule.name, category: rule.category, state: change.state, severity: change.severity,
      labels: labels, value: value(rule, &context), fingerprint: Fingerprint.of(rule: rule.name, labels: groupLabels),
      activeSince: change.activeSince, condition: level.text, evidence: evidence, annotations: annotations,
      exemplars: exemplars(rule, context), count: count)
    pending.append(transition)
  }

  private func value(_ rule: RulePlan, _ context: inout RuleContext) -> Double? {
    if let call = rule.value { return context.value(of: call) }
    guard rule.mode == .event, let metric = rule.metric else { return nil }
    return context.sample(of: metric)
  }

  private func exemplars(_ rule: RulePlan, _ context: RuleContext) -> [Exemplar] {
    guard let metric = rule.metric, let feed = store.feedIndex(space: rule.space, metric: metric, filter: 0) else {
      return []
    }
    return store.feeds[feed].exemplars.exemplars(of: context.group)
  }

  private static func evidence(
    _ program: Program, _ machine: Machine, _ context: inout RuleContext
  ) -> EvidenceValue {
    if let operand = program.text { return .text(show(operand, context)) }
    let value = machine.run(program, &context)
    return program.result == .boolean ? .boolean(value.isNaN ? nil : value != 0) : .number(value)
  }

  /// What users said and models answered stays where it is: evidence tells its length only.
  private static func show(_ operand: StringOperand, _ context: RuleContext) -> String {
    context.withBytes(of: operand) { bytes in
      if case .text = operand.source {
        return "(\(bytes.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } }) characters)"
      }
      return String(String(decoding: bytes, as: UTF8.self).prefix(evidenceLimit))
    }
  }

  /// Characters of a label that evidence shows.
  private static let evidenceLimit = 256

  /// Tells what has gathered, in the order of time, rule and labels [P15].
  ///
  /// - Parameter time: transitions from this time on may still be joined by others and wait.
  package func flush(before time: Timestamp = .distantFuture) {
    if pending.isEmpty { return }
    let ready = pending.filter { $0.at < time }
    let order = ready.indices.sorted { Self.isBefore(ready[$0], ready[$1]) ?? ($0 < $1) }
    for index in order { emit(ready[index]) }
    pending.removeAll { $0.at < time }
  }

  private static func isBefore(_ left: Transition, _ right: Transition) -> Bool? {
    if left.at != right.at { return left.at < right.at }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.labels.labels != right.labels.labels {
      return left.labels.labels.lexicographicallyPrecedes(right.labels.labels)
    }
    return nil
  }
}

// MARK: - Looking in

extension RuleEvaluator {
  /// What each rule did up to `instant`.
  package func statistics(at instant: Timestamp) -> [RuleStatistics] {
    states.map { state in
      var statistics = state.statistics(at: instant)
      statistics.groups = state.members.count
      statistics.overflowSamples = store.groups[state.plan.space].overflowCount
      return statistics
    }
  }

  /// The state of the rule's alert whose labels hold all of `labels`; inactive if there is none.
  package func currentState(rule name: String, labels: LabelSet) -> (state: AlertState, severity: Severity) {
    for state in states where state.plan.name == name {
      for group in state.members {
        var own = state.plan.labels
        for label in store.groups[state.plan.space].labels(of: group).labels { own[label.name] = label.value }
        guard labels.labels.allSatisfy({ own[$0.name] == $0.value }) else { continue }
        let alertState = state.alertState(group)
        if alertState == .inactive { continue }
        let severity = state.eventAlerts[group].map { state.severities[$0.level] } ?? state[alert: group].severity
        return (alertState, severity)
      }
    }
    return (.inactive, .info)
  }

  /// The value of each call, name and comparison of a rule's conditions in each of its groups at `instant`.
  package func evaluations(
    rule name: String, at instant: Timestamp
  ) -> [(labels: LabelSet, values: [(text: String, value: EvidenceValue)])] {
    guard let state = states.first(where: { $0.plan.name == name }) else { return [] }
    return state.members.map { group in
      var context = context(state, group: group, at: instant)
      let values = state.plan.levels.flatMap { level in
        (level.evidence + level.atoms + [(level.text, level.program)]).map { entry in
          (text: entry.text, value: Self.evidence(entry.program, machine, &context))
        }
      }
      return (store.groups[state.plan.space].labels(of: group), values)
    }
  }
}
