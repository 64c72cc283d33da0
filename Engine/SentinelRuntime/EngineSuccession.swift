package import SentinelModel
package import SentinelRules

/// What was carried over when one rule set replaced another.
package struct EngineSuccession: Sendable {
  /// The event time of the change: all instants up to it were judged by the rules before.
  package let at: Timestamp
  /// In the order of the new plan, then those that are gone.
  package let rules: [RuleSuccession]
  /// Until when rules look back on less than their windows, by name.
  package let warming: [String: Timestamp]
  /// Alerts that ended because their rules did, or changed.
  package let closed: [ClosedAlert]
  /// Detectors with state, and whether they kept it.
  package let detectors: [(type: String, isKept: Bool)]
}
