import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// A rule compiled by itself: its programs name calls, metrics and rules by its own tables; the linker makes them global.
struct RuleDraft {
  let scope: RuleScope
  var filter: Program?
  var calls: [CallDraft] = []
  /// The call behind `value`.
  var value: Int?
  /// In the order in which the rule names them.
  var namedMetrics: [Int] = []
  var namedRules: [(rule: Int, range: SourceRange)] = []
  var levels: [LevelPlan] = []
  var annotations: [(name: String, template: TemplatePlan)] = []
  private var callIndices: [CallDraft: Int] = [:]
  private var metricsSeen: Set<Int> = []
  private var rulesSeen: Set<Int> = []

  init(scope: RuleScope) { self.scope = scope }

  /// Whether an equal call is there already.
  func knows(_ call: CallDraft) -> Bool { callIndices[call] != nil }

  /// The index of an equal call, or of this as a new one.
  mutating func intern(_ call: CallDraft) -> Int {
    if let index = callIndices[call] { return index }
    callIndices[call] = calls.count
    calls.append(call)
    return calls.count - 1
  }

  mutating func name(metric: Int) {
    if metricsSeen.insert(metric).inserted { namedMetrics.append(metric) }
  }

  mutating func name(rule: Int, at range: SourceRange) {
    if rulesSeen.insert(rule).inserted { namedRules.append((rule, range)) }
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

/// What expressions of one rule mean. A class, for it is read at every node and a declaration is large to copy.
final class RuleScope {
  let declaration: RuleDeclaration
  /// Its place among all declarations.
  let index: Int
  let mode: EvaluationMode
  let metric: MetricUse?
  let by: [String]
  let window: TimeSpan
  let every: TimeSpan
  private let groupIndices: [String: Int]

  init(_ declaration: RuleDeclaration, index: Int, metric: MetricUse?) {
    self.declaration = declaration
    self.index = index
    self.metric = metric
    mode = declaration.mode?.value ?? .instants
    by = declaration.by?.value.map(\.value) ?? ["service"]
    groupIndices = Dictionary(by.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    window = declaration.window?.value ?? .minutes(5)
    every = declaration.every?.value ?? .seconds(10)
  }

  /// The place of a label in `by`.
  func groupIndex(of label: String) -> Int? { groupIndices[label] }
}
