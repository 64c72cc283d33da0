import RuleCompiler
package import SentinelModel

/// How an evaluator goes on from that of the rule set before: by what rules mean, not by how they are called.
extension RuleEvaluator {
  /// Goes on from `former`, which must not be used any more, at `time`: all instants up to it were evaluated there.
  /// Alerts of rules that are gone, or start from nothing, end there. Must be called before any sample.
  ///
  /// - Parameter successions: what becomes of each rule, as ``RuleSuccession/all(from:to:)`` says.
  /// - Returns: the alerts that ended.
  package func inherit(
    from former: RuleEvaluator, _ successions: [RuleSuccession], at time: Timestamp
  ) -> [ClosedAlert] {
    var closed = former.endAlerts(successions, at: time)
    let lineage = PlanLineage(from: former.plan, to: plan)
    store.inherit(at: time)
    for (state, succession) in zip(states, successions) {
      inheritSeen(state, from: former, lineage)
      guard succession.disposition != .fresh, succession.formerName == nil,
        let predecessor = former.states.first(where: { $0.plan.name == state.plan.name })
      else { continue }
      closed += inherit(
        state, from: predecessor, former, lineage, isKept: succession.disposition == .kept, at: time)
    }
    removeUnclaimedGroups()
    // Told in order with what else happens at that time.
    pending = former.pending
    lastChange = max(former.lastChange, time)
    return closed
  }

  /// Until when rules look back on less than their windows, by name.
  package func warming(at time: Timestamp) -> [String: Timestamp] {
    var warming: [String: Timestamp] = [:]
    for state in states {
      let until = state.plan.callIDs.compactMap { store.calls[$0].warmingUntil(at: time) }.max()
      if let until { warming[state.plan.name] = until }
    }
    return warming
  }

  /// Ends the alerts of rules that don't go on, and pending ones of rules that are decided anew.
  private func endAlerts(_ successions: [RuleSuccession], at time: Timestamp) -> [ClosedAlert] {
    let byName = Dictionary(
      successions.filter { $0.formerName == nil }.map { ($0.rule, $0.disposition) },
      uniquingKeysWith: { first, _ in first })
    var closed: [ClosedAlert] = []
    for state in states {
      let disposition = byName[state.plan.name] ?? .removed
      guard disposition != .kept else { continue }
      let reason = disposition == .removed ? TransitionReason.ruleRemoved : .ruleChanged
      for group in state.members where disposition != .rederived || state.alertState(group) == .pending {
        if let alert = end(state, group, reason, at: time) { closed.append(alert) }
      }
    }
    return closed
  }

  private func end(
    _ state: RuleState, _ group: Int, _ reason: TransitionReason, at time: Timestamp
  ) -> ClosedAlert? {
    let alertState = state.alertState(group)
    guard alertState != .inactive else { return nil }
    var context = context(state, group: group, at: time)
    let event = state.eventAlerts[group]
    let machine = state[alert: group]
    let severity = event?.severity ?? machine.severity
    let change = AlertMachine.Change(
      state: alertState == .firing ? .resolved : .inactive, severity: severity,
      activeSince: event?.since ?? machine.activeSince,
      level: event?.level ?? state.severities.lastIndex(of: severity) ?? 0, reason: reason)
    let account = event?.account ?? account(of: change, state, &context)
    tell(change, state, at: time, count: event?.count, account, &context)
    let labels = store.groups[state.plan.space].labels(of: group)
    return ClosedAlert(rule: state.plan.name, labels: labels, state: alertState, reason: reason)
  }

  /// A group exists for a rule from the first sample that any rule knows of which looks at the same.
  private func inheritSeen(_ state: RuleState, from former: RuleEvaluator, _ lineage: PlanLineage) {
    guard let space = lineage.spaces[state.plan.space] else { return }
    for other in former.states where other.plan.space == space {
      for (slot, key) in state.slots.enumerated() {
        guard let known = lineage.slot(key, in: other) else { continue }
        for group in other.members {
          let seen = other.firstSeen(group, slot: known)
          if seen < state.firstSeen(group, slot: slot) { state.inheritFirst(group, slot: slot, at: seen) }
        }
      }
    }
    for slot in 0..<state.plan.namedMetrics.count {
      for group in store.groups[state.plan.space].live where state.firstSeen(group, slot: slot) != .distantFuture {
        join(group, state)
      }
    }
  }

  private func inherit(
    _ state: RuleState, from predecessor: RuleState, _ former: RuleEvaluator, _ lineage: PlanLineage, isKept: Bool,
    at time: Timestamp
  ) -> [ClosedAlert] {
    var closed: [ClosedAlert] = []
    state.statistics.goOn(from: predecessor.statistics)
    for group in predecessor.members {
      guard let place = place(of: group, in: predecessor, former, for: state, lineage), !state.isActive(place) else {
        // It has no place of its own any more.
        if let alert = former.end(predecessor, group, .ruleChanged, at: time) { closed.append(alert) }
        continue
      }
      for (slot, key) in state.slots.enumerated() {
        guard let known = lineage.slot(key, in: predecessor) else { continue }
        state.inheritFirst(place, slot: slot, at: predecessor.firstSeen(group, slot: known))
      }
      join(place, state)
      inheritAlert(state, place, from: predecessor, group, isKept: isKept)
    }
    return closed
  }

  private func inheritAlert(
    _ state: RuleState, _ place: Int, from predecessor: RuleState, _ group: Int, isKept: Bool
  ) {
    let origins = Self.origins(of: state.severities, in: predecessor.severities)
    if var alert = predecessor.eventAlerts[group] {
      alert.level = origins.lastIndex(of: alert.level) ?? min(alert.level, state.severities.count - 1)
      state.eventAlerts[place] = alert
    } else if let alert = predecessor.alerts[group] {
      if isKept {
        state[alert: place] = alert
      } else if alert.state == .firing {
        state[alert: place] = AlertMachine(goingOnFrom: alert, origins: origins)
      }
    }
    guard state.isActive(place) else { return }
    state.changedAt[place] = predecessor.changedAt[group]
    guard state.alertState(place) == .firing else { return }
    firing.change(state.index, tuple: store.groups[state.plan.space].tuples[place] ?? [], isFiring: true)
  }

  /// For each level the one before that it is: by its place, or, where there are more or fewer, by its severity.
  private static func origins(of levels: [Severity], in former: [Severity]) -> [Int?] {
    levels.count == former.count ? Array(levels.indices) : levels.map { former.firstIndex(of: $0) }
  }

  /// Where a group of a rule before is now: where it was, unless the rule has groups of its own, or no longer has.
  private func place(
    of group: Int, in predecessor: RuleState, _ former: RuleEvaluator, for state: RuleState, _ lineage: PlanLineage
  ) -> Int? {
    let space = state.plan.space
    if lineage.spaces[space] == predecessor.plan.space { return group }
    return store.place(of: group, in: former.store.groups[predecessor.plan.space], space: space)
  }

  /// Groups that no rule has are never forgotten by one.
  private func removeUnclaimedGroups() {
    for space in store.groups.indices {
      for group in store.groups[space].live
      where !states.contains(where: { $0.plan.space == space && $0.isMember(group) }) {
        store.remove(group: group, space: space)
      }
    }
  }
}
