package import SentinelModel

/// A group of a rule and its alert, as they are at one instant.
package struct GroupStatus: Sendable {
  package let labels: LabelSet
  package let state: AlertState
  /// Of an alert that is pending or firing.
  package let severity: Severity?
  package let activeSince: Timestamp?
  /// The rule's `value`: nil where it has none, NaN where it is unknown.
  package let value: Double?
  /// Calls and names of the condition; of an alert on single events those of the event that raised it.
  package let evidence: [(name: String, value: EvidenceValue)]
  /// Matches of an alert on single events.
  package let count: Int?
}
