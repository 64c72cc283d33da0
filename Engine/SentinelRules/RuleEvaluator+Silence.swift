import RuleCompiler
package import SentinelModel

/// What may happen while no sample comes: rules need no look at instants at which nothing can.
extension RuleEvaluator {
  /// The earliest time after `instant`, at which all rules due were evaluated, when anything may change though no sample
  /// comes. O(calls + groups with alerts).
  ///
  /// - Parameter last: the time of the newest sample, before `instant`.
  package func changes(after instant: Timestamp, lastSample last: Timestamp) -> Timestamp {
    let calls = store.changes(after: instant, lastSample: last)
    return states.reduce(calls) { min($0, changes(of: $1, after: instant)) }
  }

  private func changes(of state: RuleState, after instant: Timestamp) -> Timestamp {
    var first = min(state.nextAlertChange, state.nextKnown(after: instant, plan.calls))
    // A rule that only asks about others looks at its groups each time; they change when those of the others do.
    if !state.isProjection { first = min(first, state.nextSweep) }
    return max(first, instant)
  }

  /// Counts evaluations of a rule that were left out because they would have been as the one at `instant`.
  package func noteSkipped(rule index: Int, count: Int, as instant: Timestamp) {
    let state = states[index]
    guard count > 0, !state.isOnEvents else { return }
    state.statistics.evaluations += count * state.members.count
    for group in state.members {
      var context = context(state, group: group, at: instant)
      let conditions = state.conditions.map { machine.run($0, &context) }
      if conditions.contains(where: \.isNaN) { noteUnknown(state, conditions, &context, count: count) }
    }
  }

  /// Nothing was judged from `start` to `end`.
  package func noteGap(from start: Timestamp, to end: Timestamp) { store.gaps.add(from: start, to: end) }
}
