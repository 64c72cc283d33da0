/// A place that notifications go to. Which fields a type has, and which it must have, its keys say.
package struct AlertChannel: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    case webhook
    case slack
    case pagerduty
    case opsgenie
    case teams
    case discord
  }

  package enum Region: String, CaseIterable, Sendable {
    case us
    case eu
  }

  package var type: Kind
  package var name: String?
  package var url: Secret?
  package var signingSecret: Secret?
  package var token: Secret?
  package var channel: String?
  package var integrationKey: Secret?
  package var apiKey: Secret?
  package var region = Region.us

  package init(type: Kind) { self.type = type }
}
