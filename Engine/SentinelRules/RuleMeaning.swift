import RuleCompiler
import RuleSyntax
import SentinelModel

/// What a rule says, without the numbers that only one plan knows: rules of two plans can be compared by it.
struct RuleMeaning: Equatable {
  let space: SpaceMeaning
  let metric: String?
  let namedMetrics: Set<String>
  let namedRules: Set<String>
  /// The levels' conditions, from low to high severity.
  let conditions: [[OperationMeaning]]
  let calls: Set<CallMeaning>
  let every: TimeSpan

  init(_ rule: RulePlan, in plan: RuleSetPlan) {
    space = SpaceMeaning(plan.spaces[rule.space], in: plan)
    metric = rule.metric.map { plan.metrics[$0].metric.name }
    namedMetrics = Set(rule.namedMetrics.map { plan.metrics[$0].metric.name })
    namedRules = Set(rule.namedRules.map { plan.rules[$0].name })
    conditions = rule.levels.map { OperationMeaning.of($0.program, in: plan) }
    calls = Set(
      conditions.joined().compactMap { operation in if case .call(let call) = operation { call } else { nil } })
    every = rule.every
  }
}

/// Which samples count and how they are grouped.
struct SpaceMeaning: Hashable {
  let filter: [OperationMeaning]?
  let by: [String]
  let mode: EvaluationMode

  init(_ space: GroupSpace, in plan: RuleSetPlan) {
    filter = space.filter.map { OperationMeaning.of($0, in: plan) }
    by = space.by
    mode = space.mode
  }
}

/// A series computation.
struct CallMeaning: Hashable {
  var metric: String
  var filter: LabelFilter
  /// A plugin's function has the number 0 and stands in `plugin`.
  var function: SeriesCall.Function
  var plugin: String?
  var window: TimeSpan
  var offset: TimeSpan
  var every: TimeSpan

  init(_ call: SeriesCall, in plan: RuleSetPlan) {
    metric = plan.metrics[call.metric].metric.name
    filter = plan.filters[call.filter]
    function = call.function
    window = call.window
    offset = call.offset
    every = call.every
    if case .plugin(let settings, let index) = call.function {
      function = .plugin(settings, function: 0)
      plugin = plan.functions[index].signature.name
    }
  }

  /// What is computed of which samples, without how far back it looks and what else is only a number to compare with.
  var shape: CallMeaning {
    var shape = self
    shape.window = .zero
    shape.offset = .zero
    shape.every = .zero
    shape.function = function.shape
    return shape
  }

  /// How far back from an instant samples are looked at.
  var lookback: TimeSpan {
    SeriesCall(space: 0, metric: 0, filter: 0, function: function, window: window, offset: offset, every: every)
      .lookback
  }
}

extension SeriesCall.Function {
  fileprivate var shape: Self {
    func steps(_ settings: SeriesCall.StepSettings) -> SeriesCall.StepSettings {
      SeriesCall.StepSettings(step: settings.step, aggregate: settings.aggregate, minPoints: 0)
    }
    let none = SeriesCall.DistributionSettings(baseline: .zero, minPoints: 0)
    return switch self {
    case .aggregate, .delta, .change, .absent, .distinct: self
    case .zscore(let settings): .zscore(steps(settings))
    case .robustZscore(let settings): .robustZscore(steps(settings))
    case .seasonalZscore(let settings, _): .seasonalZscore(steps(settings), season: .zero)
    case .ewmaZscore(let settings, _): .ewmaZscore(steps(settings), alpha: 0)
    case .forecast(let settings, let bound, _, _):
      .forecast(steps(settings), bound: bound, horizon: .zero, confidence: 0)
    case .plugin(let settings, let function): .plugin(steps(settings), function: function)
    case .psi: .psi(none)
    case .ks: .ks(none)
    case .ksPvalue: .ksPvalue(none)
    case .wasserstein: .wasserstein(none)
    case .jsDivergence: .jsDivergence(none)
    }
  }
}

/// A step of a program.
enum OperationMeaning: Hashable {
  case call(CallMeaning)
  case eventMetric(String)
  case firing(String)
  case function(String, count: Int)
  case other(Program.Operation)

  static func of(_ program: Program, in plan: RuleSetPlan) -> [OperationMeaning] {
    program.operations.map { operation in
      switch operation {
      case .call(let id): .call(CallMeaning(plan.calls[id], in: plan))
      case .eventMetric(let id): .eventMetric(plan.metrics[id].metric.name)
      case .firing(let rule): .firing(plan.rules[rule].name)
      case .function(let index, let count): .function(plan.functions[index].signature.name, count: count)
      default: .other(operation)
      }
    }
  }
}
