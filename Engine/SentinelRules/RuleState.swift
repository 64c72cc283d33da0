import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries

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
  /// By group and slot.
  private let seen = Slab<Timestamp>()
  /// Groups in which a condition that is false changes nothing.
  let quiet = Slab<Bool>()
  /// Alerts of groups that are not quiet.
  private(set) var alerts: [Int: AlertMachine] = [:]
  var eventAlerts: [Int: EventAlert] = [:]
  /// Groups that the rules named by a rule without a metric have at the instant at hand [P17].
  var projected: Set<Int> = []
  /// When a group's alert last changed its state, for the sums of time; none for inactive ones.
  var changedAt: [Int: Timestamp] = [:]
  /// No group can be forgotten before.
  var nextSweep = Timestamp.distantFuture
  var statistics: RuleStatistics
  /// Whether conditions of a rule on events read windows or other rules: then an event's group must be looked up.
  let needsGroup: Bool
  /// What conditions of a rule on events read of them.
  let inputs: EventInputs
  /// The levels' conditions and their severities, from low to high.
  let conditions: [CompiledProgram]
  let severities: [Severity]
  /// Calls and names of each level's condition; texts are programs that push 0.
  let evidence: [[CompiledProgram]]

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
    let slotsByCall = Dictionary(callSlots.map { ($0.call, $0.slot) }, uniquingKeysWith: { first, _ in first })
    conditions = plan.levels.map { CompiledProgram($0.program, slots: slotsByCall) }
    severities = plan.levels.map(\.severity)
    evidence = plan.levels.map { level in
      level.evidence.map { entry in
        let known = Program(operations: [.push(0)], result: .number, depth: 1)
        return CompiledProgram(entry.program.text == nil ? entry.program : known, slots: slotsByCall)
      }
    }
    inputs = EventInputs(plan.levels.map(\.program))
    needsGroup = plan.levels.contains { !$0.program.calls.isEmpty }
  }

  var isOnEvents: Bool { plan.mode == .event }

  /// Whether the rule's groups are those of the rules it names.
  var isProjection: Bool { plan.namedMetrics.isEmpty && !isOnEvents }

  func reserve(groups count: Int) {
    guard count > isMember.count else { return }
    isMember.append(contentsOf: repeatElement(false, count: count - isMember.count))
    seen.grow(to: count * slots.count) { .distantFuture }
    quiet.grow(to: count) { true }
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
      quiet[group] = true
      alerts[group] = nil
      eventAlerts[group] = nil
      changedAt[group] = nil
    }
    members.removeAll { groups.contains($0) }
  }

  func firstSeen(_ group: Int, slot: Int) -> Timestamp {
    let index = group * slots.count + slot
    return index >= 0 && index < seen.count ? seen[index] : .distantFuture
  }

  func noteFirst(_ group: Int, slot: Int, at time: Timestamp) {
    reserve(groups: group + 1)
    let index = group * slots.count + slot
    if seen[index] == .distantFuture { seen[index] = time }
  }

  /// The group is known since `time`, which a rule set before saw.
  func inheritFirst(_ group: Int, slot: Int, at time: Timestamp) {
    reserve(groups: group + 1)
    seen[group * slots.count + slot] = time
  }

  /// When the group first had a sample that the call's meaning hangs on.
  func firstSeen(_ group: Int, call: CallID) -> Timestamp {
    for entry in callSlots where entry.call == call { return firstSeen(group, slot: entry.slot) }
    return .distantFuture
  }

  /// The group's alert.
  subscript(alert group: Int) -> AlertMachine {
    get { alerts[group] ?? AlertMachine(levelCount: plan.levels.count) }
    set {
      quiet[group] = newValue.isQuiet
      alerts[group] = newValue.isQuiet ? nil : newValue
    }
  }

  /// The state of the group's alert, whatever the kind of rule.
  func alertState(_ group: Int) -> AlertState {
    isOnEvents ? (eventAlerts[group] == nil ? .inactive : .firing) : alerts[group]?.state ?? .inactive
  }

  /// Adds up how long the group's alert was in `old`, which it leaves for `new` at `instant`.
  func leaveState(_ old: AlertState, for new: AlertState, group: Int, at instant: Timestamp) {
    add(old, since: changedAt[group] ?? instant, until: instant, to: &statistics)
    changedAt[group] = new == .pending || new == .firing ? instant : nil
  }

  /// The statistics with the time that open alerts have lasted so far.
  func statistics(at instant: Timestamp) -> RuleStatistics {
    var result = statistics
    for group in members { add(alertState(group), since: changedAt[group] ?? instant, until: instant, to: &result) }
    return result
  }

  private func add(
    _ state: AlertState, since start: Timestamp, until end: Timestamp, to statistics: inout RuleStatistics
  ) {
    if state == .firing { statistics.firingTime = statistics.firingTime + (end - start) }
    if state == .pending { statistics.pendingTime = statistics.pendingTime + (end - start) }
  }

  /// When the first of the alerts changes by the time that passes, if conditions stay what they are.
  var nextAlertChange: Timestamp {
    let first = eventAlerts.values.reduce(.distantFuture) { min($0, $1.lastMatch + plan.keepFiringFor) }
    return alerts.values.reduce(first) { min($0, $1.nextChange(hold: plan.hold, keepFiringFor: plan.keepFiringFor)) }
  }

  /// When the first call with an offset gets to the time since which a group is known; unknown before. O(groups · calls).
  func nextKnown(after time: Timestamp, _ calls: [SeriesCall]) -> Timestamp {
    var first = Timestamp.distantFuture
    for (id, slot) in callSlots where calls[id].offset > .zero {
      for group in members {
        let known = firstSeen(group, slot: slot) + calls[id].offset
        if known > time { first = min(first, known) }
      }
    }
    return first
  }

  func isActive(_ group: Int) -> Bool { alertState(group) != .inactive }
}

/// The alert of a rule on single events.
struct EventAlert: Sendable {
  let since: Timestamp
  var lastMatch: Timestamp
  var level: Int
  /// As it was told last.
  var severity: Severity
  var count: Int
  /// What the event that raised it, or made it worse, said.
  var account: AlertAccount?
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
