extension AlertChannel {
  /// The most channels.
  package static let limit = 100

  /// The keys that a channel of a type has, besides `type`.
  package static func keys(of type: Kind) -> [ConfigurationKey<AlertChannel>] {
    let name = key("name", \.name, .optional(.text(upTo: 100)), type, "What to call it in logs and routes.")
    let region = key("region", \.region, .choice, type, "Where the account is.")
    let url = { help in key("url", \.url, .optional(.secretURL), type, isRequired: true, help) }
    switch type {
    case .webhook:
      return [
        name, url("Where notifications are posted to."),
        key("signing_secret", \.signingSecret, .optional(.secret), type, "What notifications are signed with."),
      ]
    case .slack: return [name] + slackKeys
    case .pagerduty:
      return [
        name,
        key(
          "integration_key", \.integrationKey, .optional(.secret), type, isRequired: true,
          "The key of an Events API v2 integration."), region,
      ]
    case .opsgenie:
      return [
        name, key("api_key", \.apiKey, .optional(.secret), type, isRequired: true, "The key of an API integration."),
        region,
      ]
    case .teams: return [name, url("The URL of a workflow that posts to a channel.")]
    case .discord: return [name, url("The URL of a webhook.")]
    }
  }

  /// A webhook, or a token with the channel to post to.
  private static let slackKeys: [ConfigurationKey<AlertChannel>] = [
    key("url", \.url, .optional(.secretURL), .slack, "The URL of an incoming webhook; else 'token' and 'channel'."),
    key("token", \.token, .optional(.secret), .slack, "A bot's token (xoxb-…)."),
    key("channel", \.channel, .optional(.text(upTo: 100)), .slack, "The channel that the bot posts to."),
  ]

  private static func key<Value: Sendable>(
    _ path: String, _ field: any WritableKeyPath<AlertChannel, Value> & Sendable, _ type: ConfigurationType<Value>,
    _ kind: Kind, isRequired: Bool = false, _ help: String
  ) -> ConfigurationKey<AlertChannel> {
    ConfigurationKey(
      path, field, type, defaults: AlertChannel(type: kind), isActive: false, isRequired: isRequired, help)
  }
}
