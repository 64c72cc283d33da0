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
