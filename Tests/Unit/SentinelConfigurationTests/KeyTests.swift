import SentinelConfiguration
import SentinelDiagnostics
import Testing

@Suite("Keys of a configuration")
struct KeyTests {
  @Test("each key has a case here, and each case a key")
  func isComplete() {
    #expect(KeyCase.all.map(\.path) == EngineConfiguration.keys.map(\.path))
  }

  @Test("a good value holds and is shown as it was written", arguments: KeyCase.all)
  func good(_ example: KeyCase) throws {
    let reading = Reading(example.yaml(example.good))
    #expect(reading.text == "")
    let key = try #require(EngineConfiguration.keys.first { $0.path == example.path })
    #expect(key.show(reading.configuration) == example.shown)
    #expect(reading.configuration.given == [example.path])
    #expect(reading.configuration.inactive == (key.descriptor.isActive ? [] : [example.path]))
  }

  @Test("a value of the wrong type is an error, and the default holds", arguments: KeyCase.all)
  func wrongType(_ example: KeyCase) {
    expectFault(example, example.wrongType, "SR617")
  }

  @Test("a value out of range is an error, and the default holds", arguments: KeyCase.all)
  func outOfRange(_ example: KeyCase) {
    expectFault(example, example.outOfRange.text, example.outOfRange.code)
  }

  private func expectFault(_ example: KeyCase, _ value: String, _ code: String) {
    let reading = Reading(example.yaml(value))
    #expect(reading.configuration.diagnostics.findings.map(\.code.id) == [code], "\(reading.text)")
    #expect(reading.text.contains("'\(example.path)' must be "), "\(reading.text)")
    #expect(reading.text.contains("help: '\(example.path)': "), "\(reading.text)")
    for key in EngineConfiguration.keys {
      #expect(key.show(reading.configuration) == key.show(EngineConfiguration()))
    }
  }

  @Test("without a file, and with an empty one, the declared defaults hold", arguments: ["", "# nothing\n", "http:\n"])
  func defaults(text: String) {
    let reading = Reading(text)
    #expect(reading.text == "")
    for key in EngineConfiguration.keys {
      #expect(key.show(reading.configuration) == key.descriptor.defaultText)
      #expect(key.show(EngineConfiguration()) == key.descriptor.defaultText)
    }
  }

  @Test("a default lies in its own range: what is shown as one can be written")
  func defaultsAreValid() {
    for key in EngineConfiguration.keys where key.descriptor.defaultText != "–" {
      let example = KeyCase(key.path, key.descriptor.defaultText, wrongType: "", "", "")
      let reading = Reading(example.yaml(key.descriptor.defaultText))
      #expect(reading.text == "")
    }
  }

  @Test("each key says in one sentence what it does")
  func help() {
    let channels = AlertChannel.Kind.allCases.flatMap { AlertChannel.keys(of: $0).map(\.descriptor) }
    for descriptor in EngineConfiguration.keys.map(\.descriptor) + EngineConfiguration.structures + channels {
      #expect(descriptor.help.hasSuffix(".") && !descriptor.help.contains("\n"), "\(descriptor.path)")
    }
  }

  @Test("all mistakes of a file are told at once")
  func allAtOnce() {
    let reading = Reading(
      """
      mod: standalone
      http: {port: high, prot: 80}
      journal: [1]
      detectors: {cost: {use_price: true}}
      lateness: 10
      """)
    #expect(reading.places == ["1:1 SR608", "2:14 SR617", "2:20 SR608", "3:10 SR609", "4:20 SR601", "5:11 SR617"])
    #expect(reading.text.contains("did you mean 'mode'?") && reading.text.contains("did you mean 'port'?"))
  }

  @Test("a key at the wrong level is found at the right one")
  func wrongLevel() {
    #expect(Reading("max_groups: 5").text.contains("did you mean 'limits.max_groups'?"))
  }

  @Test(
    "values that can't work together are an error",
    arguments: [
      ("journal: {segment_bytes: 2GiB}", "1:26 SR624"), ("drain: {delay: 10s}", "1:16 SR624"),
      ("limits: {queue_bytes: 8MiB}", "1:23 SR624"), ("http: {max_body_bytes: 512MiB}", "1:24 SR624"),
      ("http: {port: 4318}", "1:14 SR624"), ("ingestion: {otlp: {grpc_port: 8080}}", "1:31 SR624"),
    ])
  func conflicts(text: String, place: String) {
    #expect(Reading(text).places == [place])
  }

  @Test("two ports that are left to the system are no conflict")
  func freePorts() {
    #expect(Reading("http: {port: 0}\ningestion: {otlp: {grpc_port: 0, http_port: 0}}").text == "")
  }

  @Test("relative paths start where the file stands, and a default in the working directory")
  func paths() {
    var configuration = EngineConfiguration(path: "/etc/sentinel/config.yaml")
    #expect(configuration.dataDirectoryPath == "data" && configuration.alertOutputPath == nil)
    configuration.given = ["data_dir"]
    configuration.rules = ["Rules", "/srv/Rules"]
    configuration.alerts.output = .file("alerts.ndjson")
    #expect(configuration.dataDirectoryPath == "/etc/sentinel/data")
    #expect(configuration.rulePaths == ["/etc/sentinel/Rules", "/srv/Rules"])
    #expect(configuration.alertOutputPath == "/etc/sentinel/alerts.ndjson")
  }

  @Test("a path is seen from the directory of the file")
  func locations() {
    #expect(EngineConfiguration(path: "/etc/sentinel/config.yaml").located("Rules") == "/etc/sentinel/Rules")
    #expect(EngineConfiguration(path: "etc/config.yaml").located("/Rules") == "/Rules")
    #expect(EngineConfiguration(path: "config.yaml").located("Rules") == "Rules")
    #expect(EngineConfiguration().located("Rules") == "Rules")
  }

  @Test("for judging recorded events only detectors are looked at, and no variable of the rest is asked for")
  func judging() {
    let text = "mode: x\nalerting: {channels: [{type: pagerduty, integration_key: \"${NONE}\"}]}\ndetectors: {cost: {}}"
    let reading = Reading(text, scope: .judging)
    #expect(reading.places == ["1:1 SR610"])
    #expect(Array(reading.configuration.detectors.keys) == ["cost"])
  }
}
