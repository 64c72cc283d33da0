public import RuleSyntax
public import SentinelModel

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
