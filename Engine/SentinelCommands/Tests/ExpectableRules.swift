import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// What tests can expect of a rule set: an expectation that nothing could ever meet would, for `state: inactive`, hold
/// whatever the rules do.
struct ExpectableRules: Sendable {
  /// The labels that alerts of a rule can have; of enabled rules.
  private var labels: [String: [String]] = [:]
  private var declared: Set<String> = []

  init(_ declarations: [RuleDeclaration]) {
    for rule in declarations {
      declared.insert(rule.name.value)
      guard rule.enabled?.value != false else { continue }
      let by = rule.by?.value.map(\.value) ?? ["service"]
      // Groups beyond `max_groups` share an alert with a label of that name ([P85]).
      labels[rule.name.value] = by + rule.labels.map(\.name.value) + ["overflow"]
    }
  }

  /// What is wrong with the names in an expectation.
  func faults(of expectation: RuleTest.Expectation) -> Diagnostics {
    let name = expectation.rule.value
    guard let known = labels[name] else { return Diagnostics([unknownRule(expectation.rule)]) }
    let unknown = expectation.labelNames.filter { !known.contains($0.value) }
    return Diagnostics(unknown.map { unknownLabel($0, of: name, known.dropLast()) })
  }

  private func unknownRule(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      .unknownTestedRule,
      declared.contains(name.value) ? "the rule '\(name.value)' is disabled" : "there is no rule '\(name.value)'",
      at: name.range,
      label: Spelling.nearest(to: name.value, in: labels.keys.sorted()).map { "did you mean '\($0)'?" })
  }

  private func unknownLabel(_ label: Located<String>, of rule: String, _ known: some Sequence<String>) -> Diagnostic {
    var names: [String] = []
    for name in known where !names.contains(name) { names.append(name) }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return Diagnostic(
      .unknownExpectedLabel, "alerts of '\(rule)' have no label '\(label.value)'", at: label.range,
      label: Spelling.nearest(to: label.value, in: names).map { "did you mean '\($0)'?" },
      help: names.isEmpty
        ? "the rule has no labels; add it to 'by' or 'labels'"
        : "the labels in 'by' and 'labels' of the rule are \(list)")
  }
}
