public import RuleSyntax
public import SentinelModel

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
