import SentinelDiagnostics
import SentinelModel

/// The transitions of a test's run, by alert.
struct AlertHistory: Sendable {
  /// What an alert is at some time.
  struct Reading: Sendable {
    let labels: LabelSet
    let state: AlertState
    let severity: Severity
    let value: Double?
  }

  private struct Key: Hashable {
    let rule: String
    let labels: LabelSet
  }

  /// In the order in which the engine gave them.
  private(set) var transitions: [Transition] = []
  private var places: [Key: [Int]] = [:]

  mutating func append(_ transition: Transition) {
    places[Key(rule: transition.rule, labels: transition.labels), default: []].append(transitions.count)
    transitions.append(transition)
  }

  /// The alerts of a rule that hold all of `labels`, as they are after the instants up to `time`; in the order of
  /// their labels. Alerts that had no transition yet are left out.
  func readings(rule: String, labels: LabelSet, at time: Timestamp) -> [Reading] {
    let keys = places.keys.filter { $0.rule == rule && $0.labels.holds(labels) }
    return keys.sorted { $0.labels.text < $1.labels.text }.compactMap { key in
      guard let last = places[key]?.last(where: { transitions[$0].at <= time }) else { return nil }
      let transition = transitions[last]
      return Reading(
        labels: key.labels, state: transition.state, severity: transition.severity, value: transition.value)
    }
  }

  /// The transitions of a rule that lie nearest to `time`, in the order of time.
  func nearest(rule: String, to time: Timestamp, count: Int) -> [Transition] {
    let own = transitions.filter { $0.rule == rule }
    let before = own.last { $0.at <= time } == nil ? 0 : own.lastIndex { $0.at <= time }.map { $0 + 1 } ?? 0
    let start = max(0, min(before - count / 2, own.count - count))
    return Array(own.dropFirst(start).prefix(count))
  }
}

extension LabelSet {
  /// Whether every label of `other` is there with the same value.
  func holds(_ other: LabelSet) -> Bool { other.labels.allSatisfy { self[$0.name] == $0.value } }

  /// `{model=gpt-4o, service=chat}`, made safe for terminals: values come from input.
  package var text: String {
    TerminalText.escape("{" + labels.map { "\($0.name)=\($0.value)" }.joined(separator: ", ") + "}")
  }
}
