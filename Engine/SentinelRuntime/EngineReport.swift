package import SentinelModel
package import SentinelPlugin
package import SentinelRules

/// What an engine did so far.
package struct EngineReport: Sendable {
  /// In the order of the plan.
  package let rules: [RuleStatistics]
  /// What detectors could not measure: unpriced models by name.
  package let tallies: TallyTable
  package let eventCount: Int
  package let firstTimestamp: Timestamp?
  package let lastTimestamp: Timestamp?
  /// Versions of data that running detectors bring along and use, by detector type: the price table's, unless prices
  /// are switched off.
  package let dataVersions: [(type: String, version: String)]
}
