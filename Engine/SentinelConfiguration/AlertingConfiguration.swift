/// Who is told of alerts.
package struct AlertingConfiguration: Sendable, Equatable {
  package var channels: [AlertChannel] = []
}
