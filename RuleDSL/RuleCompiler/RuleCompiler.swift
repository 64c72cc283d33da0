public import RuleSyntax
public import SentinelDiagnostics
public import SentinelModel

/// Compiles rule files to what the engine runs: resolves names over all files, checks types, units, windows and
/// arguments, and shares equal windows.
///
/// Equal files give an equal plan. Takes time proportional to the size of the files and of what their macros expand to,
/// which is bounded.
public struct RuleCompiler: Sendable {
  private let metrics: MetricCatalogue
  private let functions: FunctionCatalogue
  private let pluginFunctions: [PluginFunction]
  private let maxGroups: Int

  /// - Parameters:
  ///   - functions: all functions that rules may call, those in `pluginFunctions` included.
  ///   - pluginFunctions: the bodies of the functions of plugins.
  ///   - maxGroups: of rules that say nothing of their own.
  public init(
    metrics: MetricCatalogue, functions: FunctionCatalogue, pluginFunctions: [PluginFunction] = [],
    maxGroups: Int = RulePlan.defaultMaxGroups
  ) {
    self.maxGroups = maxGroups
    self.metrics = metrics
    self.functions = functions
    self.pluginFunctions = pluginFunctions.sorted { $0.signature.name < $1.signature.name }
  }

  /// The plan of all files together; nil if they, or `diagnostics` before, have errors. All findings are reported.
  public func compile(_ files: [RuleFile], diagnostics: inout Diagnostics) -> RuleSetPlan? {
    let (drafts, context) = draft(files, diagnostics: &diagnostics)
    return diagnostics.hasErrors ? nil : Linker.link(drafts, context, maxGroups: maxGroups)
  }

  /// Reports all findings, as ``compile(_:diagnostics:)`` does, without making a plan.
  public func check(_ files: [RuleFile], diagnostics: inout Diagnostics) {
    _ = draft(files, diagnostics: &diagnostics)
  }

  /// The enabled rules of all files in the order in which they are evaluated.
  private func draft(
    _ files: [RuleFile], diagnostics: inout Diagnostics
  ) -> (drafts: [RuleDraft], context: CompilationContext) {
    let log = FindingLog()
    let names = GlobalNames(files, log: log)
    let context = CompilationContext(
      metrics: metrics, functions: functions, pluginFunctions: pluginFunctions, names: names, log: log)
    let drafts = names.rules.indices.map { Self.draft($0, context) }
    let order = Self.evaluationOrder(drafts, context)
    RuleLints.report(context)
    diagnostics.append(contentsOf: Diagnostics(log.all(after: diagnostics)))
    return (order.map { drafts[$0] }, context)
  }

  private static func draft(_ index: Int, _ context: CompilationContext) -> RuleDraft {
    let scope = context.names.rules[index]
    var compiler = ExpressionCompiler(context, scope: scope)
    if let name = scope.declaration.metric {
      let metric = context.metrics.use(name.value)
      scope.metric = metric
      compiler.warnOfCustom(metric, name.range)
      compiler.draft.name(metric: metric.index)
    }
    compiler.compileRule()
    context.log.expression = nil
    return compiler.draft
  }

  /// Enabled rules: each after those it names, then by name ([P14]). Cycles are reported.
  private static func evaluationOrder(_ drafts: [RuleDraft], _ context: CompilationContext) -> [Int] {
    let order = DependencyOrder(drafts.map(\.namedRules))
    for cycle in order.cycles { report(cycle, drafts, context.log) }
    let names = context.names.rules.map { $0.declaration.name.value }
    return drafts.indices
      .filter { order.levels[$0] != nil && context.names.rules[$0].isEnabled }
      .sorted { (order.levels[$0] ?? 0, names[$0]) < (order.levels[$1] ?? 0, names[$1]) }
  }

  private static func report(_ cycle: [Int], _ drafts: [RuleDraft], _ log: FindingLog) {
    guard let first = cycle.first else { return }
    let names = cycle.map { drafts[$0].scope.declaration.name.value }
    let references = zip(cycle, cycle.dropFirst() + [first]).compactMap { from, to in drafts[from].range(ofRule: to) }
    guard let place = references.first, let firstName = names.first else { return }
    let chain = (names + [firstName]).joined(separator: " → ")
    log.report(
      .firingCycle, "the rules name each other in a cycle: \(chain)", at: place,
      notes: references.dropFirst().map { .init("and here", at: $0) },
      help: "a rule is evaluated after the rules it names, so the chain must end somewhere")
  }
}

extension ExpressionCompiler {
  /// Compiles `where`, the conditions and the annotations of the rule.
  fileprivate mutating func compileRule() {
    if let filter = scope.declaration.filter {
      begin(.filter)
      if let (program, truth) = condition(filter, key: "where") {
        draft.filter = program
        warnOfConstant(truth, filter)
      }
    }
    if let metric = scope.metric, scope.mode == .instants {
      draft.value = draft.intern(
        CallDraft(
          metric: metric.index, filter: LabelFilter(matchers: []), function: .aggregate(metric.aggregate),
          window: scope.window, offset: .zero))
    }
    let severity = scope.declaration.severity?.value ?? .warning
    let levels =
      scope.declaration.severityMap.map { $0.map { ($0.severity.value, $0.condition) } }
      ?? scope.declaration.condition.map { [(severity, $0)] } ?? []
    for (severity, written) in levels.count > 1 ? levels.sorted(by: { $0.0 < $1.0 }) : levels {
      begin(.condition)
      guard let (program, truth) = condition(written, key: "condition") else { continue }
      warnOfConstant(truth, written)
      draft.levels.append(
        LevelPlan(
          severity: severity, program: program, text: written.text, evidence: evidence.parts, atoms: atoms.parts))
    }
    draft.annotations = scope.declaration.annotations.map { ($0.name.value, compileTemplate($0.template)) }
  }

  private mutating func condition(_ written: Condition, key: String) -> (program: Program, truth: Truth)? {
    log.expression = written.expression.range
    let operand = compile(written.expression)
    switch operand.value {
    case .boolean(let truth):
      return (Program(operations: operations, result: .boolean), truth)
    case .fault: return nil
    default:
      log.report(
        .conditionType, "'\(key)' must be true or false (a boolean), but this is \(operand.noun)", at: operand.range,
        help: "compare it with something: '\(operand.range.shortText) > 0'")
      return nil
    }
  }

  private func warnOfConstant(_ truth: Truth, _ written: Condition) {
    guard !truth.isOpen else { return }
    let outcome = truth.canHold ? "always holds where it is known" : "can never hold"
    log.report(
      .constantCondition, "this condition \(outcome): no value makes it anything else", at: written.expression.range)
  }
}
