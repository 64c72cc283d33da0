package import SentinelModel

/// An alert that a change of rules ended.
package struct ClosedAlert: Sendable, Equatable {
  package let rule: String
  /// Those of its group.
  package let labels: LabelSet
  /// What it was: pending or firing.
  package let state: AlertState
  package let reason: TransitionReason
}
