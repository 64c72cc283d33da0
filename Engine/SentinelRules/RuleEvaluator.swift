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
  /// When an alert last changed, or a group was last forgotten.
  package internal(set) var lastChange = Timestamp.distantPast
  /// Transitions of the time at hand, told in the order of rule and labels.
  var pending: [Transition] = []
  let emit: (Transition) -> Void
  private let instantSpaces: [SpaceID]
  let eventRules: [Int]
  let eventMetrics: Set<MetricID>
  /// Spaces of rules on events that keep windows, with their metrics.
  let eventFeeds: [(space: SpaceID, metrics: [MetricID])]
  private var rowGroups: [Int32] = []

  /// - Parameter former: the evaluator of the rule set before; ``inherit(from:_:at:)`` takes over from it.
  package init(
    plan: RuleSetPlan, recordsCoverage: Bool, tracesExemplars: Bool, former: RuleEvaluator? = nil,
    emit: @escaping (Transition) -> Void
  ) {
    self.plan = plan
    self.recordsCoverage = recordsCoverage
    self.emit = emit
    let before = former.map { (store: $0.store, lineage: PlanLineage(from: $0.plan, to: plan)) }
    let store = SeriesStore(plan: plan, former: before)
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
      if state.isProjection { projectGroups(into: state) }
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
    lastChange = max(lastChange, instant)
    if !alert.isActive { state.nextSweep = .distantPast }
    for change in changes { tell(change, state, at: instant, count: nil, &context) }
    note(changes, from: before, state, group: group, at: instant)
    let isFiring = alert.state == .firing
    if (before == .firing) != isFiring { firing.change(state.index, tuple: context.tuple, isFiring: isFiring) }
  }

  func context(_ state: RuleState, group: Int, at instant: Timestamp, isOnEvent: Bool = false) -> RuleContext {
    RuleContext(
      store: store, state: state, firing: firing, group: group, instant: instant, isOnEvent: isOnEvent)
  }

  func noteUnknown(_ state: RuleState, _ conditions: [Double], _ context: inout RuleContext, count: Int = 1) {
    state.statistics.unknownEvaluations += count
    for (level, condition) in conditions.enumerated() where condition.isNaN {
      for (place, program) in state.evidence[level].enumerated() where machine.run(program, &context).isNaN {
        state.statistics.unknownReasons[state.plan.levels[level].evidence[place].text, default: 0] += count
        return
      }
    }
    state.statistics.unknownReasons["a division by zero", default: 0] += count
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
    state.projected.removeAll(keepingCapacity: true)
    for named in state.plan.namedRules {
      let source = states[named]
      let places = by.map { plan.spaces[source.plan.space].by.firstIndex(of: $0) }
      // A rule on events that names no metric has no groups but those of its alerts [P16].
      let hasAlertsOnly = source.isOnEvents && source.plan.namedMetrics.isEmpty
      let members = hasAlertsOnly ? source.members.filter { source.eventAlerts[$0] != nil } : source.members
      for group in members {
        guard let tuple = store.groups[source.plan.space].tuples[group] else { continue }
        let projection = store.group(of: places.map { $0.map { tuple[$0] } ?? "" }, space: state.plan.space)
        state.projected.insert(projection)
        join(projection, state)
      }
    }
  }

  // MARK: - Forgetting

  /// Forgets groups that are inactive and had no sample for the rule's `group_ttl` [P18]. Those whose alert is active
  /// are looked at again when it ends.
  private func sweep(_ state: RuleState, at instant: Timestamp) {
    var gone: Set<Int> = []
    var next = state.isProjection ? instant + state.plan.every : .distantFuture
    for group in state.members {
      let last = lastSample(state, group: group)
      if instant - last < state.plan.groupTTL {
        next = min(next, last + state.plan.groupTTL)
      } else if !state.isActive(group) {
        gone.insert(group)
      }
    }
    state.nextSweep = next
    if gone.isEmpty { return }
    lastChange = max(lastChange, instant)
    state.leave(all: gone)
    for group in gone.sorted() { release(group, state) }
  }

  /// Where a rule names no metric, its groups last as long as those of the rules it names.
  private func lastSample(_ state: RuleState, group: Int) -> Timestamp {
    if state.isProjection { return state.projected.contains(group) ? .distantFuture : .distantPast }
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
}
