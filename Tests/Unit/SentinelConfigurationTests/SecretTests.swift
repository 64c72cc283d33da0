import SentinelConfiguration
import Testing

@Suite("Secrets of a configuration")
struct SecretTests {
  private static let marker = "MARKER7e1c"

  @Test("a secret can't be printed, in any way that Swift prints values")
  func prints() {
    let secret = Secret(Self.marker)
    var dumped = ""
    dump(secret, to: &dumped)
    let optional: Secret? = secret
    let forms = [
      "\(secret)", String(describing: secret), String(reflecting: secret), dumped, "\(optional as Any)", "\([secret])",
      secret.debugDescription, Mirror(reflecting: secret).children.map { "\($0)" }.joined(),
    ]
    for form in forms { #expect(!form.contains(Self.marker), "\(form)") }
    #expect("\(secret)" == "<secret>")
    #expect(secret.revealedBytes() == Array(Self.marker.utf8))
  }

  @Test("a URL shows neither user nor password")
  func urls() throws {
    let text = "redis://user:\(Self.marker)@localhost:6379/0"
    let url = try #require(EndpointURL(text, schemes: ["redis"]))
    var dumped = ""
    dump(url, to: &dumped)
    #expect("\(url)" == "redis://localhost:6379/0" && !String(reflecting: url).contains(Self.marker))
    #expect(!dumped.contains(Self.marker))
    #expect(url.revealedBytes() == Array(text.utf8))
  }

  @Test(
    "only an address with one of the schemes and a host is a URL",
    arguments: [
      ("http://h", true), ("HTTP://h:80/p?q", true), ("http://[::1]:80", true), ("http://u:p@w@h", true),
      ("http://", false),
      ("h:80", false), ("ftp://h", false), ("http://h:x", false), ("http://h:99999", false), ("http://h h", false),
      ("http://u@", false), ("http://[::1", false), ("http://[::1]x", false), ("http:///p", false),
    ])
  func urlForms(text: String, isURL: Bool) {
    #expect((EndpointURL(text, schemes: ["http"]) != nil) == isURL)
  }

  /// Where a secret may stand, right and wrong; M stands for it.
  private static let texts = [
    "detection: {hallucination: {llm_judge: {api_key: M}}}",
    "detection: {hallucination: {llm_judge: {api_key: [M]}}}",
    "detection: {hallucination: {llm_judge: {api_key: {x: M}}}}",
    "detection: {hallucination: {llm_judge: {api_kee: M}}}", "detection: {hallucination: {llm_judge: M}}",
    "detection: {hallucination: [M]}", "detection: M", "alerting: M", "alerting: {channels: M}",
    "alerting: {channels: [M]}", "alerting: {channels: [[M]]}", "alerting: {channels: {url: M}}",
    "alerting: {channels: [{url: M}]}", "alerting: {channels: [{type: webhok, url: M}]}",
    "alerting: {channels: [{type: webhook, url: M}]}", "alerting: {channels: [{type: webhook, url: \"https://M\"}]}",
    "alerting: {channels: [{type: webhook, url: \"https://h/M\", x: y}]}",
    "alerting: {channels: [{type: webhook, urls: \"https://h/M\"}]}",
    "alerting: {channels: [{type: webhook, hook: \"https://h/M\"}]}",
    "alerting:\n  channels:\n    - type: slack\n      token: M\n      chanel: x\n",
    "alerting:\n  channels:\n    - type: slack\n      token: >-\n        M\n        M\n      tpe: x\n",
    "alerting:\n  channels:\n    - {type: pagerduty, integration_key: M, region: mars}\n",
    "alerting:\n  channels:\n    - {type: pagerduty, integration_key: M, integration_key: M}\n",
    "alerting:\n  channels:\n    - {type: pagerduty, integration_key: M\n  x\n",
    "alerting:\n  channels:\n    - type: opsgenie\n      api_key: \"M\n", "alerting:\n  channels:\n  - api_key: 'M\n",
    "alerting: {channels: [{type: opsgenie, api_key: !M x}]}", "alerting: {channels: [{type: opsgenie, api_key: *M}]}",
    "alerting: {channels: [{type: opsgenie, api_key: @M}]}",
    "alerting: {channels: [{type: opsgenie, \"api_key\": \"M\" x}]}",
    "alerting: {channels: [{type: opsgenie, api_key:\n M}}\n", "api_key: M", "password: M\npassword: M",
    "token:\n  M: x\n",
    "storage: {redis: {url: \"redis://u:M@h\", ur: x}}", "storage: {redis: {url: \"rediss://u:M@:x\"}}",
    "storage: {redis: {url: \"ftp://u:M@h\"}}", "storage: {redis: {url: \"redis://u:M@h\"}} x",
    "storage: {redis: {url: \"redis://u:M@h\"}, password: M, prometheus: {url: 5}}",
    "http: {port: x} # password: M", "secret: &a M\nmode: *a\n", "detectors: {cost: {api_key: M, token: [M, {}]}}",
    "detectors: {cost: {prices: [\"x\"], api_key: \"M\"}}", "? api_key\n: M\nx: y\n? api_key\n: M\n",
  ]

  @Test("no output shows a secret that is written in the file, wherever it stands", arguments: texts)
  func written(text: String) {
    let reading = Reading(text.replacing("M", with: Self.marker))
    #expect(!reading.everything.contains(Self.marker), "\(reading.everything)")
  }

  @Test("no output shows a secret that a variable brings", arguments: texts)
  func brought(text: String) {
    // Within brackets a variable needs quotes.
    let quoted = text.replacing(/(?<before>[ \[])M/) { "\($0.before)\"${M}\"" }
    for written in [quoted, text.replacing("M", with: "${M}")] {
      let reading = Reading(written, ["M": Self.marker])
      #expect(!reading.everything.contains(Self.marker), "\(reading.everything)")
    }
  }

  @Test("what stands behind a secret on its line is shown")
  func besideSecrets() {
    let reading = Reading("alerting: {channels: [{type: opsgenie, api_key: k, region: mars}]}")
    #expect(reading.places == ["1:60 SR619"])
    #expect(reading.text.contains("api_key: <secret>, region: mars}]}"))
  }

  @Test("a finding at a secret stands at its key and shows the key only")
  func keyOnly() {
    let reading = Reading("alerting:\n  channels:\n    - type: opsgenie\n      api_key: 12345\n")
    #expect(
      reading.text == """
        config.yaml:4:7: error: 'alerting.channels[0].api_key' must be a text, which is never shown, not a number [SR617]
          4 |       api_key: <secret>
            |       ^^^^^^^
          help: 'alerting.channels[0].api_key': The key of an API integration.

        """)
  }

  @Test("a URL that is no secret is shown, without its password")
  func visibleURL() {
    #expect(
      Reading("storage: {redis: {url: \"ftp://u:p@h\"}}").text.hasPrefix(
        """
        config.yaml:1:24: error: 'storage.redis.url' must be a URL of redis or rediss [SR620]
          1 | storage: {redis: {url: "ftp://<secret>@h"}}
        """))
  }
}
