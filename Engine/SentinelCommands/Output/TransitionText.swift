package import RuleCompiler
import SentinelDiagnostics
package import SentinelModel

/// Transitions as lines for people: time, state, severity, rule, group and summary.
///
/// Evidence, conditions and exemplars are left to the JSON form. The day is written where it changes.
package struct TransitionText {
  private struct Rule {
    let by: Set<String>
    let labels: LabelSet
  }

  private let rules: [String: Rule]
  private let ruleWidth: Int
  private var day: Substring?

  package init(_ plan: RuleSetPlan) {
    var rules: [String: Rule] = [:]
    for rule in plan.rules {
      let by = plan.spaces.indices.contains(rule.space) ? plan.spaces[rule.space].by : []
      rules[rule.name] = Rule(by: Set(by), labels: rule.labels)
    }
    self.rules = rules
    ruleWidth = min(40, rules.keys.map(\.count).max() ?? 0)
  }

  /// `2025-11-06T12:05:00Z  firing    critical  high_p99_latency  {service=chat}  "p99 is high"`
  package mutating func line(_ transition: Transition) -> String {
    let columns = [
      time(transition.at), Self.padded(transition.state.rawValue, 8), Self.padded(transition.severity.name, 8),
      Self.padded(transition.rule, ruleWidth), TerminalText.escape(group(transition).text), told(transition),
    ]
    return columns.filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
  }

  /// Right-aligned under the day: `           14:43:00Z`
  private mutating func time(_ time: Timestamp) -> String {
    let text = time.rfc3339
    let day = text.prefix { $0 != "T" }
    defer { self.day = day }
    guard day == self.day else { return text }
    return String(repeating: " ", count: day.count + 1) + text.dropFirst(day.count + 1)
  }

  /// What sets the alert apart from others of its rule.
  private func group(_ transition: Transition) -> LabelSet {
    guard let rule = rules[transition.rule] else { return transition.labels }
    return transition.labels.without(rule.labels, by: rule.by)
  }

  private func told(_ transition: Transition) -> String {
    let count = transition.count.map { $0 > 1 ? "\(Count.text($0, "event"))" : "" } ?? ""
    let summary = transition.annotations.first { $0.name == "summary" }.map { "\"\(TerminalText.escape($0.text))\"" }
    let told = summary ?? transition.value.map { "value \(Figures.rounded($0))" } ?? ""
    return [told, count].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension LabelSet {
  /// The labels of an alert without those that its rule gives to all of them.
  func without(_ common: LabelSet, by: Set<String>) -> LabelSet {
    LabelSet(labels.filter { by.contains($0.name) || common[$0.name] != $0.value }.map { ($0.name, $0.value) })
  }
}
