import RuleCompiler
import RuleSyntax
import SentinelModel

/// What one rule remembers: its groups, what it has seen in them, their alerts.
final class RuleState {
  let index: Int
  let plan: RulePlan
  /// Metrics and filters whose first sample in a group matters: first those the rule names, unfiltered, then those of
  /// filtered `absent` calls.
  let slots: [Slot]
  /// Feeds of the named metrics, by slot.
  let namedFeeds: [Int]
  private let callSlots: [(call: CallID, slot: Int)]

  struct Slot: Hashable {
    let metric: MetricID
    let filter: FilterID
  }

  /// Groups that exist for the rule, by index in the space, in the order in which they came.
  private(set) var members: [Int] = []
  private var isMember: [Bool] = []
  private var seen: [Timestamp] = []
  var alerts: [AlertMachine] = []
  var eventAlerts: [EventAlert?] = []
  /// When each group's alert last changed its state, for the sums of time.
  private var changedAt: [Timestamp] = []
  /// No group can be forgotten before.
  var nextSweep = Timestamp.distantFuture
  var statistics: RuleStatistics
  /// Whether conditions of a rule on events read windows or other rules: then an event's group must be looked up.
  let needsGroup: Bool
  /// The levels' conditions and their severities, from low to high.
  let conditions: [CompiledProgram]
  let severities: [Severity]

  init(index: Int, plan: RulePlan, store: SeriesStore) {
    self.index = index
    self.plan = plan
    var slots = plan.namedMetrics.map { Slot(metric: $0, filter: 0) }
    var callSlots: [(call: CallID, slot: Int)] = []
    for id in plan.callIDs {
      let call = store.plan.calls[id]
      let slot: Slot
      if case .absent = call.function {
        slot = Slot(metric: call.metric, filter: call.filter)
      } else {
        slot = Slot(metric: call.metric, filter: 0)
      }
      if !slots.contains(slot) { slots.append(slot) }
      if let place = slots.firstIndex(of: slot) { callSlots.append((id, place)) }
    }
    self.slots = slots
    self.callSlots = callSlots
    for slot in slots { store.addFeed(space: plan.space, metric: slot.metric, filter: slot.filter) }
    namedFeeds = plan.namedMetrics.compactMap { store.feedIndex(space: plan.space, metric: $0, filter: 0) }
    statistics = RuleStatistics(plan)
    conditions = plan.levels.map { CompiledProgram($0.program) }
    severities = plan.levels.map(\.severity)
    needsGroup = plan.levels.contains { !$0.program.calls.isEmpty }
  }

  var isOnEvents: Bool { plan.mode == .event }

  func reserve(groups count: Int) {
    guard count > isMember.count else { return }
    let added = count - isMember.count
    isMember.append(contentsOf: repeatElement(false, count: added))
    seen.append(contentsOf: repeatElement(.distantFuture, count: added * slots.count))
    changedAt.append(contentsOf: repeatElement(.distantPast, count: added))
    if isOnEvents {
      eventAlerts.append(contentsOf: repeatElement(nil, count: added))
    } else {
      alerts.append(contentsOf: repeatElement(AlertMachine(levelCount: plan.levels.count), count: added))
    }
  }

  func isMember(_ group: Int) -> Bool { group < isMember.count && isMember[group] }

  /// Gives false if the group was there already.
  func join(_ group: Int) -> Bool {
    reserve(groups: group + 1)
    guard !isMember[group] else { return false }
    isMember[group] = true
    members.append(group)
    return true
  }

  func leave(all groups: Set<Int>) {
    for group in groups where isMember(group) {
      isMember[group] = false
      for slot in slots.indices { seen[group * slots.count + slot] = .distantFuture }
      if isOnEvents { eventAlerts[group] = nil } else { alerts[group] = AlertMachine(levelCount: plan.levels.count) }
    }
    members.removeAll { groups.contains($0) }
  }

  func firstSeen(_ group: Int, slot: Int) -> Timestamp {
    let index = group * slots.count + slot
    return seen.indices.contains(index) ? seen[index] : .distantFuture
  }

  func noteFirst(_ group: Int, slot: Int, at time: Timestamp) {
    reserve(groups: group + 1)
    let index = group * slots.count + slot
    if seen[index] == .distantFuture { seen[index] = time }
  }

  /// When the group first had a sample that the call's meaning hangs on.
  func firstSeen(_ group: Int, call: CallID) -> Timestamp {
    for entry in callSlots where entry.call == call { return firstSeen(group, slot: entry.slot) }
    return .distantFuture
  }

  /// Adds up how long the group's alert was in `old`, which it leaves at `instant`.
  func leaveState(_ old: AlertState, group: Int, at instant: Timestamp) {
    let time = instant - changedAt[group]
    if old == .firing { statistics.firingTime = statistics.firingTime + time }
    if old == .pending { statistics.pendingTime = statistics.pendingTime + time }
    changedAt[group] = instant
  }

  /// The statistics with the time that open alerts have lasted so far.
  func statistics(at instant: Timestamp) -> RuleStatistics {
    var result = statistics
    for group in members {
      let time = instant - changedAt[group]
      let state = isOnEvents ? (eventAlerts[group] == nil ? AlertState.inactive : .firing) : alerts[group].state
      if state == .firing { result.firingTime = result.firingTime + time }
      if state == .pending { result.pendingTime = result.pendingTime + time }
    }
    return result
  }

  func isActive(_ group: Int) -> Bool {
    isOnEvents ? eventAlerts[group] != nil : alerts[group].isActive
  }
}

/// The alert of a rule on single events.
struct EventAlert: Sendable {
  let since: Timestamp
  var lastMatch: Timestamp
  var level: Int
  var count: Int
}

extension RulePlan {
  /// All series calls that the rule makes, in order of first mention, without repeats.
  var callIDs: [CallID] {
    var programs: [Program] = levels.flatMap { level in
      [level.program] + level.evidence.map(\.program) + level.atoms.map(\.program)
    }
    for annotation in annotations {
      for part in annotation.template.parts {
        switch part {
        case .number(let program, _), .boolean(let program, _): programs.append(program)
        default: break
        }
      }
    }
    var seen: Set<CallID> = []
    return ((value.map { [$0] } ?? []) + programs.flatMap(\.calls)).filter { seen.insert($0).inserted }
  }
}
