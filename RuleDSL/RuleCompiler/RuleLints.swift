import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Warnings about declarations, beside those that expressions give.
enum RuleLints {
  static func report(_ context: CompilationContext) {
    for scope in context.names.rules {
      reportShadow(scope.declaration.name, context)
      reportSpans(scope, context.log)
      for label in scope.declaration.by?.value ?? [] { context.log.warnOfLabel(label.value, at: label.range, .name) }
      reportHiddenSeverities(scope, context.log)
    }
    // A rule also uses what stands in a macro that can't be expanded.
    let used = context.macros.reachable(from: context.usedMacros)
    for (index, macro) in context.names.macros.enumerated() where !context.usedMacros.contains(index) {
      reportReferences(macro.body, context)
      guard !used.contains(index) else { continue }
      context.log.report(
        .unusedMacro, "macro '\(macro.name.value)' is used by no rule", at: macro.name.range,
        help: "use it as '@\(macro.name.value)', or remove it")
    }
    for (index, list) in context.names.lists.enumerated() where !context.usedLists.contains(index) {
      context.log.report(
        .unusedList, "list '\(list.name.value)' is used by no rule", at: list.name.range,
        help: "use it as '$\(list.name.value)', or remove it")
    }
  }

  /// [P20]
  private static func reportShadow(_ rule: Located<String>, _ context: CompilationContext) {
    let name = rule.value
    let isFunction = context.functions[name] != nil
    guard isFunction || name == "value" || context.metrics.isDeclared(name) else { return }
    context.log.report(
      .shadowedRule, "rule '\(name)' is named like a \(isFunction ? "function" : "metric")", at: rule.range,
      help: "other rules reach it by firing(\"\(name)\") only")
  }

  private static func reportSpans(_ rule: RuleScope, _ log: FindingLog) {
    let every = rule.every
    guard !rule.declaration.unreadKeys.contains("every") else { return }
    if let window = rule.declaration.window, window.value < every, rule.mode == .instants {
      log.report(
        .unseenSamples, "the window \(window.value) is shorter than the \(every) between two evaluations",
        at: window.range, help: "samples in between are never seen; evaluate more often, or take a longer window")
    }
    if let hold = rule.declaration.hold, every > .zero, hold.value.nanoseconds % every.nanoseconds != 0 {
      log.report(
        .unevenHold, "'for' of \(hold.value) is no multiple of 'every', which is \(every)", at: hold.range,
        help: "the rule fires at the first evaluation after it")
    }
  }

  /// A level of a severity map that holds only where a higher one does.
  private static func reportHiddenSeverities(_ rule: RuleScope, _ log: FindingLog) {
    let levels = (rule.declaration.severityMap ?? []).compactMap { level in
      Bound(level.condition.expression).map { (severity: level.severity, condition: level.condition, bound: $0) }
    }
    for low in levels {
      let above = levels.first { high in
        high.severity.value > low.severity.value && high.bound.subject == low.bound.subject
          && high.bound.contains(low.bound)
      }
      guard let above else { continue }
      log.report(
        .hiddenSeverity,
        "'\(low.severity.range.text)' is never seen: where it holds, '\(above.severity.range.text)' does",
        at: low.severity.range,
        notes: [.init("this is no stricter", at: above.condition.expression.range)],
        help: "the condition of the higher severity is the one that holds less often")
    }
  }

  /// What can be said of a macro without a rule around it.
  private static func reportReferences(_ body: Expression, _ context: CompilationContext) {
    switch body.kind {
    case .macroReference(let name) where context.names.macroIndices[name] == nil:
      context.log.report(.unknownMacro, "no macro has the name '\(name)'", at: body.range)
    case .listReference(let name) where context.names.listIndices[name] == nil:
      context.log.report(.unknownList, "no list has the name '\(name)'", at: body.range)
    case .call(let call) where context.functions[call.function] == nil:
      context.log.report(.unknownFunction, "'\(call.function)' is not a function", at: call.functionRange)
    default: break
    }
    for child in body.children { reportReferences(child, context) }
  }
}
