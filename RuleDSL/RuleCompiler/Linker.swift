import RuleSyntax
import SentinelModel

/// Brings drafts of rules together: equal spaces, filters and calls become one, and all names become numbers.
struct Linker {
  private var plan = RuleSetPlan()
  private var spaces: [GroupSpace: SpaceID] = [:]
  private var filters: [LabelFilter: FilterID] = [LabelFilter(matchers: []): 0]
  private var calls: [SeriesCall: CallID] = [:]
  private var functions: [Int: Int] = [:]
  /// By the index in the metric table.
  private var metrics: [Int: MetricID] = [:]
  /// By the index of the declaration.
  private var rules: [Int: Int] = [:]
  private let pluginFunctions: [PluginFunction]
  /// Of rules that say nothing of their own.
  private let maxGroups: Int

  /// - Parameter drafts: in evaluation order.
  static func link(_ drafts: [RuleDraft], _ context: CompilationContext, maxGroups: Int) -> RuleSetPlan {
    var linker = Linker(drafts, context, maxGroups)
    for draft in drafts { linker.add(draft) }
    return linker.plan
  }

  private init(_ drafts: [RuleDraft], _ context: CompilationContext, _ maxGroups: Int) {
    self.maxGroups = maxGroups
    pluginFunctions = context.pluginFunctions
    let entries = context.metrics.entries
    let used = Set(drafts.flatMap(\.namedMetrics)).sorted {
      (entries[$0].isCustom ? 1 : 0, entries[$0].metric.name) < (entries[$1].isCustom ? 1 : 0, entries[$1].metric.name)
    }
    for (id, index) in used.enumerated() { metrics[index] = id }
    plan.metrics = used.map { entries[$0] }
    for (index, draft) in drafts.enumerated() { rules[draft.scope.index] = index }
  }

  private mutating func add(_ draft: RuleDraft) {
    let scope = draft.scope
    let named = draft.namedMetrics.map { metric($0) }
    let space = space(of: draft, named)
    let callIDs = draft.calls.map { intern($0, scope, space) }
    var rule = RulePlan(
      name: scope.declaration.name.value, declaration: scope.declaration.name, mode: scope.mode, space: space,
      every: scope.every)
    rule.category = scope.declaration.category
    rule.value = draft.value.map { callIDs[$0] }
    rule.metric = scope.metric.map { metric($0.index) }
    rule.namedMetrics = named.sorted()
    rule.namedRules = draft.namedRules.compactMap { rules[$0] }.sorted()
    rule.lookback = callIDs.map { plan.calls[$0].lookback }.max() ?? .zero
    rule.levels = draft.levels.map { resolve($0, callIDs) }
    rule.annotations = draft.annotations.map { ($0.name, resolve($0.template, callIDs)) }
    copySettings(scope.declaration, to: &rule)
    plan.rules.append(rule)
  }

  private func copySettings(_ declaration: RuleDeclaration, to rule: inout RulePlan) {
    rule.hold = declaration.hold?.value ?? .zero
    rule.keepFiringFor = declaration.keepFiringFor?.value ?? (rule.mode == .event ? .minutes(5) : .zero)
    rule.noData = declaration.noData?.value ?? .ok
    rule.groupTTL = declaration.groupTTL?.value ?? max(.hours(24), rule.lookback * 2)
    rule.maxGroups = declaration.maxGroups?.value ?? maxGroups
    rule.labels = LabelSet(declaration.labels.map { ($0.name.value, $0.value.value) })
    rule.blocks = declaration.action?.value == "block"
  }

  // MARK: Interning

  /// Every metric of a draft is among the named ones, so it has a number.
  private func metric(_ index: Int) -> MetricID { metrics[index, default: 0] }

  private mutating func space(of draft: RuleDraft, _ named: [MetricID]) -> SpaceID {
    let limit = draft.scope.declaration.maxGroups?.value
    let space = GroupSpace(
      filter: draft.filter, by: draft.scope.by, maxGroups: limit ?? maxGroups, mode: draft.scope.mode,
      partition: limit == nil ? [] : named.sorted(), groupTTL: draft.scope.declaration.groupTTL?.value)
    if let id = spaces[space] { return id }
    spaces[space] = plan.spaces.count
    plan.spaces.append(space)
    return plan.spaces.count - 1
  }

  private mutating func intern(_ draft: CallDraft, _ scope: RuleScope, _ space: SpaceID) -> CallID {
    let filter = intern(draft.filter)
    var function = draft.function
    if case .plugin(let settings, let index) = function { function = .plugin(settings, function: self.function(index)) }
    let call = SeriesCall(
      space: space, metric: metric(draft.metric), filter: filter, function: function, window: draft.window,
      offset: draft.offset, every: scope.every)
    if let id = calls[call] { return id }
    calls[call] = plan.calls.count
    plan.calls.append(call)
    return plan.calls.count - 1
  }

  private mutating func intern(_ filter: LabelFilter) -> FilterID {
    if let id = filters[filter] { return id }
    filters[filter] = plan.filters.count
    plan.filters.append(filter)
    return plan.filters.count - 1
  }

  private mutating func function(_ index: Int) -> Int {
    if let id = functions[index] { return id }
    functions[index] = plan.functions.count
    plan.functions.append(pluginFunctions[index])
    return plan.functions.count - 1
  }

  // MARK: Numbers for names

  private mutating func resolve(_ level: LevelPlan, _ callIDs: [CallID]) -> LevelPlan {
    LevelPlan(
      severity: level.severity, program: resolve(level.program, callIDs), text: level.text,
      evidence: level.evidence.map { ($0.text, resolve($0.program, callIDs)) },
      atoms: level.atoms.map { ($0.text, resolve($0.program, callIDs)) })
  }

  private mutating func resolve(_ template: TemplatePlan, _ callIDs: [CallID]) -> TemplatePlan {
    TemplatePlan(
      parts: template.parts.map { part in
        switch part {
        case .number(let program, let filters): .number(resolve(program, callIDs), filters: filters)
        case .boolean(let program, let filters): .boolean(resolve(program, callIDs), filters: filters)
        case .text, .string, .severity: part
        }
      })
  }

  private mutating func resolve(_ program: Program, _ callIDs: [CallID]) -> Program {
    var resolved = program
    for index in resolved.operations.indices {
      switch resolved.operations[index] {
      case .call(let call): resolved.operations[index] = .call(callIDs[call])
      case .eventMetric(let metric): resolved.operations[index] = .eventMetric(self.metric(metric))
      case .firing(let rule): resolved.operations[index] = rules[rule].map { .firing(rule: $0) } ?? .push(0)
      case .function(let function, let count):
        resolved.operations[index] = .function(self.function(function), count: count)
      default: break
      }
    }
    return resolved
  }
}
