import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// A rule compiled by itself: its programs name calls, metrics and rules by its own tables; the linker makes them global.
final class RuleDraft {
  let scope: RuleScope
  var filter: Program?
  /// The call behind `value`.
  var value: Int?
  var levels: [LevelPlan] = []
  var annotations: [(name: String, template: TemplatePlan)] = []
  private var callTable = InternTable<CallDraft>()
  private var metricTable = InternTable<Int>()
  private var ruleTable = InternTable<Int>()
  private var ruleRanges: [SourceRange] = []

  init(scope: RuleScope) { self.scope = scope }

  var calls: [CallDraft] { callTable.keys }
  /// In the order in which the rule names them.
  var namedMetrics: [Int] { metricTable.keys }
  /// Indices of declarations, in the order in which the rule names them.
  var namedRules: [Int] { ruleTable.keys }

  /// Where another rule is named first.
  func range(ofRule rule: Int) -> SourceRange? { ruleTable.index(of: rule).map { ruleRanges[$0] } }

  /// Whether an equal call is there already.
  func knows(_ call: CallDraft) -> Bool { callTable.index(of: call) != nil }

  /// The index of an equal call, or of this as a new one.
  func intern(_ call: CallDraft) -> Int { callTable.intern(call) }

  func name(metric: Int) { _ = metricTable.intern(metric) }

  func name(rule: Int, at range: SourceRange) {
    if ruleTable.intern(rule) == ruleRanges.count { ruleRanges.append(range) }
  }
}

/// A ``SeriesCall`` before its space, metric and filter have global numbers.
struct CallDraft: Hashable {
  var metric: Int
  var filter: LabelFilter
  var function: SeriesCall.Function
  var window: TimeSpan
  var offset: TimeSpan
}

/// A declared rule and what its expressions mean. A class, for it is read at every node and a declaration is large to
/// copy.
final class RuleScope {
  let declaration: RuleDeclaration
  /// Its place among all declarations.
  let index: Int
  let mode: EvaluationMode
  let by: [String]
  let window: TimeSpan
  let every: TimeSpan
  /// The rule's metric, once the metrics are known.
  var metric: MetricUse?
  private let groups: InternTable<String>

  init(_ declaration: RuleDeclaration, index: Int) {
    self.declaration = declaration
    self.index = index
    // `event` is the only choice, so what can't be read was meant as that.
    mode = declaration.mode?.value ?? (declaration.unreadKeys.contains("on") ? .event : .instants)
    by = declaration.by?.value.map(\.value) ?? ["service"]
    groups = InternTable(by)
    window = declaration.window?.value ?? .minutes(5)
    every = declaration.every?.value ?? .seconds(10)
  }

  var isEnabled: Bool { declaration.enabled?.value != false }

  /// The place of a label in `by`.
  func groupIndex(of label: String) -> Int? { groups.index(of: label) }
}
