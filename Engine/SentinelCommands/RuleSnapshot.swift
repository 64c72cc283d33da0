import RuleCompiler
import RuleSyntax
import SentinelIngest
import SentinelModel
import SentinelRuntime

/// A replay that stops at an instant and looks at what one rule sees and says there.
///
/// A rule that is judged at instants is looked at in one of them: between two, windows would begin inside of panes.
struct RuleSnapshot {
  let context: CommandContext
  let events: InputOptions
  /// The rule's last instant up to it is meant; nil is the end of the input, and the first instant that sees all of it.
  let time: Timestamp?
  let settings: EngineSettings

  /// What was seen.
  struct Seen {
    /// nil where no event had come.
    var instant: Timestamp?
    /// The last event that was taken in.
    var lastEvent: Timestamp?
    /// No event comes behind it.
    var isAtEnd = false
    /// In the order in which they came.
    var groups: [Group] = []
  }

  struct Group {
    let labels: LabelSet
    /// The value of each part of the condition.
    let values: [(text: String, value: EvidenceValue)]
    let alert: Alert
  }

  /// The state of an alert and since when it is in it.
  struct Alert {
    var state = AlertState.inactive
    var severity = Severity.info
    /// nil for an alert that never left its first state.
    var since: Timestamp?
    /// Since when it has its severity; later than `since` for an alert that became worse or better.
    var severitySince: Timestamp?
    /// What the engine said last.
    var last: Transition?
    /// What the engine said when the alert began to fire, or became worse.
    var raised: Transition?

    mutating func take(_ transition: Transition) {
      let state = transition.state == .resolved ? .inactive : transition.state
      if state != self.state || transition.severity != severity { severitySince = transition.at }
      if state != self.state { since = transition.at }
      if state == .firing { raised = transition }
      (self.state, severity, last) = (state, transition.severity, transition)
    }
  }

  /// The alerts of one rule, by their labels.
  private final class Listener {
    var alerts: [LabelSet: Alert] = [:]
    var order: [LabelSet] = []

    func take(_ transition: Transition) {
      if alerts[transition.labels] == nil { order.append(transition.labels) }
      alerts[transition.labels, default: Alert()].take(transition)
    }

    /// The groups that had an alert, in the order in which they first did: all that is known of a rule on events.
    func groups(without common: LabelSet, by: Set<String>) -> [Group] {
      order.compactMap { labels in
        alerts[labels].map { Group(labels: labels.without(common, by: by), values: [], alert: $0) }
      }
    }
  }

  func take(rule: Int, plan: RuleSetPlan) throws -> Seen {
    let subject = plan.rules[rule]
    let listener = Listener()
    let engine = try Engine(plan: plan, registry: context.registry, settings: settings) { transition in
      if transition.rule == subject.name { listener.take(transition) }
    }
    let every = subject.mode == .instants ? subject.every : nil
    let end = time.map { time in every.map { time.floored(to: $0) } ?? time }
    let (lastEvent, isAtEnd) = try feed(engine, until: end)
    guard let last = lastEvent else { return Seen(instant: end) }
    let instant = end ?? every.map { last.ceiled(to: $0) } ?? last
    engine.advance(to: instant)
    var seen = Seen(instant: instant, lastEvent: last, isAtEnd: isAtEnd)
    let by = Set(plan.spaces[subject.space].by)
    seen.groups =
      subject.mode == .event
      ? listener.groups(without: subject.labels, by: by) : Self.groups(of: engine, subject, listener)
    return seen
  }

  /// The groups of a rule that is judged at instants, as they are where the engine stands.
  private static func groups(of engine: Engine, _ rule: RulePlan, _ listener: Listener) -> [Group] {
    engine.evaluations(rule: rule.name).map { group in
      let alert = listener.alerts[alertLabels(of: group.labels, rule)] ?? Alert()
      return Group(labels: group.labels, values: group.values, alert: alert)
    }
  }

  /// The labels by which transitions know a group.
  private static func alertLabels(of group: LabelSet, _ rule: RulePlan) -> LabelSet {
    var labels = rule.labels
    for label in group.labels { labels[label.name] = label.value }
    return labels
  }

  /// The time of the last event up to `end`, nil if there is none, and whether the input ends there.
  private func feed(_ engine: Engine, until end: Timestamp?) throws -> (last: Timestamp?, isAtEnd: Bool) {
    var input = try ReplayInput(
      paths: events.input, layout: engine.layout, mapping: events.mapping, settings: events.settings)
    var last: Timestamp?
    while let batch = try input.next() {
      let rows = end.map { end in batch.rows.prefix { batch.timestamps[$0] <= end } } ?? batch.rows
      if let row = rows.last {
        engine.process(batch.slice(rows))
        last = batch.timestamps[row]
      }
      if rows.count < batch.rows.count { return (last, false) }
    }
    return (last, true)
  }
}
