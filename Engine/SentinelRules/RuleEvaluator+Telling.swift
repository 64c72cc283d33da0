import RuleCompiler
import RuleSyntax
package import SentinelModel

extension RuleEvaluator {
  func tell(
    _ change: AlertMachine.Change, _ state: RuleState, at instant: Timestamp, count: Int?, _ context: inout RuleContext
  ) {
    tell(change, state, at: instant, count: count, account(of: change, state, &context), &context)
  }

  func tell(
    _ change: AlertMachine.Change, _ state: RuleState, at instant: Timestamp, count: Int?, _ account: AlertAccount,
    _ context: inout RuleContext
  ) {
    let rule = state.plan
    let groupLabels = store.groups[rule.space].labels(of: context.group)
    var labels = rule.labels
    for label in groupLabels.labels { labels[label.name] = label.value }
    let transition = Transition(
      at: instant, rule: rule.name, category: rule.category, state: change.state, severity: change.severity,
      labels: labels, value: value(rule, &context), fingerprint: Fingerprint.of(rule: rule.name, labels: groupLabels),
      activeSince: change.activeSince, condition: rule.levels[change.level].text, evidence: account.evidence,
      annotations: account.annotations, exemplars: exemplars(rule, context), count: count,
      reason: change.reason)
    pending.append(transition)
  }

  func account(of change: AlertMachine.Change, _ state: RuleState, _ context: inout RuleContext) -> AlertAccount {
    let evidence = state.plan.levels[change.level].evidence.map { entry in
      (entry.text, Self.evidence(entry.program, machine, &context))
    }
    let annotations = state.plan.annotations.map { annotation in
      let text = TemplateRenderer.render(
        annotation.template, severity: change.severity, machine: machine, context: &context)
      return (annotation.name, text)
    }
    return AlertAccount(evidence: evidence, annotations: annotations)
  }

  private func value(_ rule: RulePlan, _ context: inout RuleContext) -> Double? {
    if let call = rule.value { return context.value(of: call) }
    guard rule.mode == .event, let metric = rule.metric else { return nil }
    return context.sample(of: metric)
  }

  private func exemplars(_ rule: RulePlan, _ context: RuleContext) -> [Exemplar] {
    guard let metric = rule.metric, let feed = store.feedIndex(space: rule.space, metric: metric, filter: 0) else {
      return []
    }
    return store.feeds[feed].exemplars.exemplars(of: context.group)
  }

  static func evidence(
    _ program: Program, _ machine: Machine, _ context: inout RuleContext
  ) -> EvidenceValue {
    if let operand = program.text { return .text(show(operand, context)) }
    let value = machine.run(program, &context)
    return program.result == .boolean ? .boolean(value.isNaN ? nil : value != 0) : .number(value)
  }

  /// What users said and models answered stays where it is: evidence tells its length only.
  private static func show(_ operand: StringOperand, _ context: RuleContext) -> String {
    context.withBytes(of: operand) { bytes in
      if case .text = operand.source {
        return "(\(bytes.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } }) characters)"
      }
      return String(String(decoding: bytes, as: UTF8.self).prefix(evidenceLimit))
    }
  }

  /// Characters of a label that evidence shows.
  private static let evidenceLimit = 256

  /// Tells what has gathered, in the order of time, rule and labels [P15].
  ///
  /// - Parameter time: transitions from this time on may still be joined by others and wait.
  package func flush(before time: Timestamp = .distantFuture) {
    if pending.isEmpty { return }
    let ready = pending.filter { $0.at < time }
    let order = ready.indices.sorted { Self.isBefore(ready[$0], ready[$1]) ?? ($0 < $1) }
    for index in order { emit(ready[index]) }
    pending.removeAll { $0.at < time }
  }

  private static func isBefore(_ left: Transition, _ right: Transition) -> Bool? {
    if left.at != right.at { return left.at < right.at }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.labels.labels != right.labels.labels {
      return left.labels.labels.lexicographicallyPrecedes(right.labels.labels)
    }
    return nil
  }
}
