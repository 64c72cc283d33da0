import RuleCompiler
package import SentinelModel

extension RuleEvaluator {
  /// Bytes that windows take, without distinct counts.
  package var windowBytes: Int { store.windowBytes }

  /// Lets further groups overflow once windows take more than `bytes`.
  package func limitMemory(to bytes: Int) { store.limitMemory(to: bytes) }

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
        let severity = state.eventAlerts[group]?.severity ?? state[alert: group].severity
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

  /// Every group of a rule as it is at `instant`; nil for a rule that doesn't exist.
  package func groups(rule name: String, at instant: Timestamp) -> [GroupStatus]? {
    guard let state = states.first(where: { $0.plan.name == name }) else { return nil }
    return state.members.map { group in
      let event = state.eventAlerts[group]
      let machine = state[alert: group]
      let level = event?.level ?? state.severities.lastIndex(of: machine.severity) ?? 0
      var context = context(state, group: group, at: instant)
      let evidence = state.plan.levels[level].evidence.map {
        ($0.text, Self.evidence($0.program, self.machine, &context))
      }
      let isActive = state.isActive(group)
      return GroupStatus(
        labels: store.groups[state.plan.space].labels(of: group), state: state.alertState(group),
        severity: isActive ? event?.severity ?? machine.severity : nil,
        activeSince: isActive ? event?.since ?? machine.activeSince : nil,
        value: state.plan.value.map { context.value(of: $0) }, evidence: event?.account?.evidence ?? evidence,
        count: event?.count)
    }
  }

  /// How many alerts of each rule are pending and firing, in the order of the plan.
  package var alertCounts: [(pending: Int, firing: Int)] {
    states.map { state in
      let alerts = state.members.map { state.alertState($0) }
      return (alerts.count { $0 == .pending }, alerts.count { $0 == .firing })
    }
  }
}
