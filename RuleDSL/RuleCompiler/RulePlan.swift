public import RuleSyntax
public import SentinelModel
public import SentinelPatterns

/// Everything that the engine runs, compiled from all rule files at once: flat, index-linked, without names to look up.
public struct RuleSetPlan: Sendable {
  /// Metrics that rules name, by ``MetricID``: declared ones, then custom ones.
  public var metrics: [PlannedMetric] = []
  /// In evaluation order: a rule comes after those it names in `firing`, else in name order. Enabled rules only.
  public var rules: [RulePlan] = []
  /// Distinct ways to select and group samples; rules that agree in theirs share windows.
  public var spaces: [GroupSpace] = []
  /// Distinct label filters of calls. Index 0 accepts everything.
  public var filters: [LabelFilter] = [LabelFilter(matchers: [])]
  /// Distinct series computations, shared by every rule that names the same.
  public var calls: [SeriesCall] = []
  /// Plugin functions that rules use, by index.
  public var functions: [PluginFunction] = []

  public init() {}
}

public typealias MetricID = Int
public typealias SpaceID = Int
public typealias FilterID = Int
public typealias CallID = Int

/// A metric that rules name.
public struct PlannedMetric: Sendable, Hashable {
  public let metric: Metric
  /// Not declared by any detector: comes only from an event's `metrics`, as a gauge.
  public let isCustom: Bool

  public init(metric: Metric, isCustom: Bool) {
    self.metric = metric
    self.isCustom = isCustom
  }
}

/// Which samples count (`where`) and how they are grouped (`by`).
public struct GroupSpace: Sendable, Hashable {
  public var filter: Program?
  /// Label names in the order of the rule.
  public var by: [String]
  public var maxGroups: Int
  /// Windows of rules on single events are fed on arrival and by themselves.
  public var mode: EvaluationMode
  /// Set where rules may not share groups although the rest agrees (an explicit `max_groups` with other metrics).
  public var partition: [MetricID]
  /// A `group_ttl` of the rule's own: groups of rules that forget at other times must be others, or samples would last
  /// as long as the most patient rule.
  public var groupTTL: TimeSpan?

  public init(
    filter: Program?, by: [String], maxGroups: Int, mode: EvaluationMode, partition: [MetricID] = [],
    groupTTL: TimeSpan? = nil
  ) {
    self.filter = filter
    self.by = by
    self.maxGroups = maxGroups
    self.mode = mode
    self.partition = partition
    self.groupTTL = groupTTL
  }
}

/// Label filters of one selector; all must hold.
public struct LabelFilter: Sendable, Hashable {
  public struct Matcher: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
      case equals(String)
      case differs(String)
      case matches(Pattern)
      case matchesNot(Pattern)
    }
    public let label: LabelReference
    public let test: Test

    public init(label: LabelReference, test: Test) {
      self.label = label
      self.test = test
    }
  }

  public let matchers: [Matcher]
  public init(matchers: [Matcher]) { self.matchers = matchers }
}

/// An aggregate of samples.
public enum Aggregate: Sendable, Hashable {
  case avg, sum, count, min, max, stddev, first, last
  /// For a sum metric sum/W, else (last − first)/W.
  case rate
  /// `q` in 0...1.
  case quantile(Double)
}

/// A computation over the samples of one metric in each group of a space. Equal calls are computed once.
public struct SeriesCall: Sendable, Hashable {
  public enum Function: Sendable, Hashable {
    case aggregate(Aggregate)
    case delta
    case change(Aggregate)
    case absent
    case distinct(LabelReference)
    case zscore(StepSettings)
    case robustZscore(StepSettings)
    case seasonalZscore(StepSettings, season: TimeSpan)
    /// `window` is not used.
    case ewmaZscore(StepSettings, alpha: Double)
    case forecast(StepSettings, bound: ForecastBound, horizon: TimeSpan, confidence: Double)
    case plugin(StepSettings, function: Int)
    case psi(DistributionSettings)
    case ks(DistributionSettings)
    case ksPvalue(DistributionSettings)
    case wasserstein(DistributionSettings)
    case jsDivergence(DistributionSettings)
  }

  public enum ForecastBound: Sendable, Hashable { case mean, lower, upper }

  public struct StepSettings: Sendable, Hashable {
    public var step: TimeSpan
    /// The aggregate of a step: the metric's default, or that of the rule's suffix.
    public var aggregate: Aggregate
    public var minPoints: Int

    public init(step: TimeSpan, aggregate: Aggregate, minPoints: Int) {
      self.step = step
      self.aggregate = aggregate
      self.minPoints = minPoints
    }
  }

  public struct DistributionSettings: Sendable, Hashable {
    public var baseline: TimeSpan
    public var minPoints: Int

    public init(baseline: TimeSpan, minPoints: Int) {
      self.baseline = baseline
      self.minPoints = minPoints
    }
  }

  public var space: SpaceID
  public var metric: MetricID
  public var filter: FilterID
  public var function: Function
  public var window: TimeSpan
  public var offset: TimeSpan
  /// The rule's `every`: it aligns windows and the start of a rate.
  public var every: TimeSpan

  public init(
    space: SpaceID, metric: MetricID, filter: FilterID, function: Function, window: TimeSpan, offset: TimeSpan,
    every: TimeSpan
  ) {
    self.space = space
    self.metric = metric
    self.filter = filter
    self.function = function
    self.window = window
    self.offset = offset
    self.every = every
  }

  /// How far back from an instant the call looks at samples.
  public var lookback: TimeSpan {
    switch function {
    case .aggregate, .delta, .absent, .distinct: offset + window
    case .change: offset + window * 2
    case .zscore(let steps), .robustZscore(let steps), .seasonalZscore(let steps, _), .plugin(let steps, _):
      offset + window + steps.step * 2
    case .forecast(let steps, _, _, _): offset + window + steps.step
    // No window; its state is exponential. Taken as the time in which a point loses all weight to double precision.
    case .ewmaZscore(let steps, let alpha):
      offset + steps.step * Int64(Swift.min(1e6, (40 / alpha).rounded(.up) + Double(steps.minPoints)))
    case .psi(let settings), .ks(let settings), .ksPvalue(let settings), .wasserstein(let settings),
      .jsDivergence(let settings):
      offset + window + settings.baseline
    }
  }
}

/// One rule, ready to run.
public struct RulePlan: Sendable {
  public var name: String
  public var category: String?
  public var mode: EvaluationMode
  public var space: SpaceID
  /// The call behind `value`; nil for a rule without a metric, and for a rule on events (see ``metric``).
  public var value: CallID?
  public var metric: MetricID?
  /// All metrics that the rule names, without repeats: their samples bring its groups into being.
  public var namedMetrics: [MetricID]
  /// Rules whose `firing` state the rule reads, as indices into `RuleSetPlan.rules`. Disabled ones are left out.
  public var namedRules: [Int]
  public var every: TimeSpan
  public var hold: TimeSpan
  public var keepFiringFor: TimeSpan
  public var noData: NoDataPolicy
  public var groupTTL: TimeSpan
  public var maxGroups: Int
  /// The larger of all lookbacks of its calls.
  public var lookback: TimeSpan
  /// One, or one for each level of a severity map from low to high.
  public var levels: [LevelPlan]
  /// Static labels, without those that group labels always override.
  public var labels: LabelSet
  public var annotations: [(name: String, template: TemplatePlan)]
  public var blocks: Bool
  /// The declaration's name, for messages.
  public var declaration: Located<String>

  public init(name: String, declaration: Located<String>, mode: EvaluationMode, space: SpaceID, every: TimeSpan) {
    self.name = name
    self.declaration = declaration
    self.mode = mode
    self.space = space
    self.every = every
    namedMetrics = []
    namedRules = []
    hold = .zero
    keepFiringFor = .zero
    noData = .ok
    groupTTL = .hours(24)
    maxGroups = RulePlan.defaultMaxGroups
    lookback = .zero
    levels = []
    labels = LabelSet()
    annotations = []
    blocks = false
  }

  public static let defaultMaxGroups = 10_000
}

/// A condition with the severity that it stands for.
public struct LevelPlan: Sendable {
  public var severity: Severity
  public var program: Program
  public var text: String
  /// Each distinct call or name of the condition by its source text, in source order; macros also by `@name`.
  public var evidence: [(text: String, program: Program)]
  /// Comparisons and other boolean leaves of the condition, for explaining and for test coverage.
  public var atoms: [(text: String, program: Program)]

  public init(
    severity: Severity, program: Program, text: String, evidence: [(text: String, program: Program)],
    atoms: [(text: String, program: Program)]
  ) {
    self.severity = severity
    self.program = program
    self.text = text
    self.evidence = evidence
    self.atoms = atoms
  }
}

/// A flat program for a stack of numbers. Unknown is NaN; false and true are 0 and 1.
public struct Program: Sendable, Hashable {
  public var operations: [Operation]
  public var result: ValueType
  /// The deepest the stack gets.
  public var depth: Int
  /// Set if and only if `result` is `.string`: where the string comes from. There are no operations then.
  public var text: StringOperand?

  public init(operations: [Operation], result: ValueType, depth: Int, text: StringOperand? = nil) {
    self.operations = operations
    self.result = result
    self.depth = depth
    self.text = text
  }

  public enum Operation: Sendable, Hashable {
    case push(Double)
    /// The value of a series call in the current group at the current instant.
    case call(CallID)
    /// The event's own sample of a metric (rules on events).
    case eventMetric(MetricID)
    case eventNumber(NumberField)
    /// `duration_ms` and the like: a field in seconds, as milliseconds.
    case eventMilliseconds(NumberField)
    /// Whether a rule fires for the current group. The index is into `RuleSetPlan.rules`.
    case firing(rule: Int)
    case add, subtract, multiply, divide, negate
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, not
    /// The number on the stack is one of these.
    case isInNumbers([Double])
    case stringEqual(StringOperand, StringOperand)
    case stringMatches(StringOperand, Pattern)
    case stringContains(StringOperand, StringOperand)
    case stringIsIn(StringOperand, [String])
    case length(StringOperand)
    /// Pops `count` numbers and pushes one.
    case function(Int, count: Int)
  }
}

/// Where a string comes from.
public indirect enum StringOperand: Sendable, Hashable {
  case literal(String)
  /// A label of the current group, by its place in the space's `by`.
  case group(Int)
  /// A label of the current event or sample (`where`, rules on events).
  case label(LabelReference)
  case text(TextField)
  case lowered(StringOperand)
}

/// An annotation, ready to be filled in.
public struct TemplatePlan: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case text(String)
    case number(Program, filters: [TemplateFilter])
    case boolean(Program, filters: [TemplateFilter])
    case string(StringOperand, filters: [TemplateFilter])
    /// The alert's severity.
    case severity(filters: [TemplateFilter])
  }

  public var parts: [Part]
  public init(parts: [Part]) { self.parts = parts }
}

/// `{{ value | duration }}`
public enum TemplateFilter: Sendable, Hashable {
  case duration
  case percent
  case usd
  case number(digits: Int)
  case time
  case upper
  case `default`(String)
}
