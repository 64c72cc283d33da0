import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// What tests can expect of a rule set: an expectation that nothing could ever meet would, for `state: inactive`, hold
/// whatever the rules do.
struct ExpectableRules: Sendable {
  /// The labels that alerts of a rule can have; of enabled rules.
  private var labels: [String: [String]] = [:]
  /// Labels that have one value in all alerts of a rule.
  private var constants: [String: LabelSet] = [:]
  private var declared: Set<String> = []

  init(_ declarations: [RuleDeclaration]) {
    for rule in declarations {
      declared.insert(rule.name.value)
      guard rule.enabled?.value != false else { continue }
      let by = rule.by?.value.map(\.value) ?? ["service"]
      // Groups beyond `max_groups` share an alert with a label of that name ([P85]).
      labels[rule.name.value] = by + rule.labels.map(\.name.value) + ["overflow"]
      constants[rule.name.value] = LabelSet(
        rule.labels.filter { !by.contains($0.name.value) }.map { ($0.name.value, $0.value.value) })
    }
  }

  /// What is wrong with the names in an expectation, and with what it says of an alert that isn't.
  func faults(of expectation: RuleTest.Expectation) -> Diagnostics {
    let name = expectation.rule.value
    guard let known = labels[name] else { return Diagnostics([unknownRule(expectation.rule)]) }
    let unknown = expectation.labelNames.filter { !known.contains($0.value) }
    return Diagnostics(
      unknown.map { unknownLabel($0, of: name, known.dropLast()) }
        + expectation.labelNames.compactMap { otherValue($0, expectation) } + idle(expectation))
  }

  private func otherValue(_ label: Located<String>, _ expectation: RuleTest.Expectation) -> Diagnostic? {
    let name = expectation.rule.value
    let expected = expectation.labels[label.value]
    guard let value = constants[name]?.labels.first(where: { $0.name == label.value })?.value, value != expected else {
      return nil
    }
    return Diagnostic(
      .unknownExpectedLabel, "alerts of '\(name)' have '\(value)' as '\(label.value)', never '\(expected)'",
      at: label.range, help: "the rule gives it under 'labels': leave it out, or expect '\(value)'")
  }

  /// There is no alert of which a severity or a value could be looked at.
  private func idle(_ expectation: RuleTest.Expectation) -> [Diagnostic] {
    guard expectation.state == .inactive else { return [] }
    return expectation.measureKeys.map { key in
      Diagnostic(
        .idleExpectation, "'\(key.value)' is not looked at where 'inactive' is expected", at: key.range,
        help: "leave it out, or expect 'resolved', which has one")
    }
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
