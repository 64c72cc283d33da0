import SentinelConfiguration
import Testing

@Suite("Alert channels in a configuration")
struct ChannelTests {
  private static func read(_ channels: String) -> Reading { Reading("alerting: {channels: \(channels)}") }

  @Test(
    "each type is accepted with what it needs",
    arguments: [
      "[{type: webhook, url: \"https://h/x\", signing_secret: whsec_1, name: ops}]",
      "[{type: slack, url: \"https://h/x\"}]",
      "[{type: slack, token: xoxb-1, channel: C1}]", "[{type: pagerduty, integration_key: k1, region: eu}]",
      "[{type: opsgenie, api_key: k1}]", "[{type: teams, url: \"https://h/x\"}]",
      "[{type: discord, url: \"https://h/x\"}]", "[]", "",
    ])
  func good(channels: String) {
    #expect(Self.read(channels).text == "")
  }

  @Test(
    "each mistake is told with its place",
    arguments: [
      ("[{type: webhok, url: x}]", "1:30 SR619", "did you mean 'webhook'?"),
      ("[{url: x}]", "1:24 SR621", "lacks 'type'"), ("[{type: 5}]", "1:30 SR617", "not a number"),
      ("[{type: webhook}]", "1:30 SR621", "'alerting.channels[0]' lacks 'url'"),
      ("[{type: slack, token: t}]", "1:30 SR621", "lacks 'url', or 'token' and 'channel'"),
      ("[{type: pagerduty, integration_kee: k}]", "1:41 SR608", "did you mean 'integration_key'?"),
      ("[{type: opsgenie, api_key: 5}]", "1:40 SR617", "must be a text, which is never shown"),
      ("[{type: webhook, url: \"ftp://x\"}]", "1:39 SR620", "must be a URL of https or http"),
      ("[{type: pagerduty, integration_key: k, region: us-east}]", "1:69 SR619", "one of us, eu"),
      ("[webhook]", "1:12 SR609", "a mapping, not a text"), ("{type: webhook}", "1:12 SR617", "a list of mappings"),
      ("https", "1:12 SR617", "a list of mappings, not a text"),
    ])
  func faults(channels: String, place: String, word: String) {
    let reading = Self.read(channels)
    #expect(reading.places.contains(place), "\(reading.text)")
    #expect(reading.text.contains(word), "\(reading.text)")
  }

  @Test("more channels than anybody has are refused")
  func tooMany() {
    let channels = Array(repeating: "{type: teams, url: \"https://h/x\"}", count: AlertChannel.limit + 1)
    #expect(Self.read("[\(channels.joined(separator: ", "))]").places == ["1:12 SR618"])
  }
}
