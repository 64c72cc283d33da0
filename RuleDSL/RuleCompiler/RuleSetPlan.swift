public import SentinelModel

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
