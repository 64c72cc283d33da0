package import SentinelModel

/// What becomes of transitions of alerts.
package struct AlertsConfiguration: Sendable, Equatable {
  package var retention = TimeSpan.days(30)
  package var maxBytes = ByteCount.gibibytes(1)
  package var output = AlertOutput.none
}
