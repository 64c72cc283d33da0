import CostDetectors
import SentinelCommands
import Testing

@Suite("Configuration files")
struct ConfigurationTests {
  private static let rules = """
    rules:
      - name: any_cost
        metric: llm_cost_usd
        condition: value > $0
        tests:
          - name: a call of the house model costs something
            events: [{at: 0s, service: chat, model: house-model, input_tokens: 1000000, output_tokens: 0}]
            expect: [{at: 10s, rule: any_cost, state: firing, value: 0.5}]

    """

  private static let events = """
    {"timestamp":"2026-01-05T09:00:00Z","service":"a","model":"house-model","input_tokens":1000000,"output_tokens":0}
    {"timestamp":"2026-01-05T09:00:00Z","service":"b","model":"gpt-4o","input_tokens":1000000,"output_tokens":0}

    """

  private static let prices = "detectors: {cost: {prices: [house-model in=0.5 out=2, gpt-4o in=4 out=5]}}"

  private static func files(_ configuration: String) throws -> TemporaryFiles {
    try TemporaryFiles(["r.yaml": rules, "e.ndjson": events, "config.yaml": configuration])
  }

  private static func replay(_ files: TemporaryFiles, _ more: String...) -> CommandRun {
    CommandRun(
      arguments: ["replay", "--rules", files("r.yaml"), "--input", files("e.ndjson")] + more, plugins: [plugin])
  }

  /// What each service's calls cost.
  private static func costs(_ run: CommandRun) -> [String] {
    run.output.split(separator: "\n").map { line in
      let service = line.firstRange(of: "\"service\":\"").map { line[$0.upperBound...].prefix { $0 != "\"" } } ?? ""
      let value = line.firstRange(of: "\"value\":").map { line[$0.upperBound...].prefix { $0 != "," } } ?? ""
      return "\(service) \(value)"
    }.sorted()
  }

  @Test("a price of one's own changes llm_cost_usd, before the price table's [P65]")
  func prices() throws {
    let files = try Self.files(Self.prices)
    #expect(Self.costs(Self.replay(files)) == ["b 2.5"])
    let run = Self.replay(files, "--config", files("config.yaml"))
    #expect(Self.costs(run) == ["a 0.5", "b 4"])
    #expect(run.messages.contains("options of 'cost': from \(files("config.yaml"))\n"))
    #expect(Self.replay(files, "--config", files("config.yaml"), "--no-prices").output.isEmpty)
  }

  @Test("the summary names the price table only where prices are in use")
  func priceTableVersion() throws {
    let files = try Self.files("detectors: {cost: {use_prices: false}}")
    let line = "data of 'cost': version "
    #expect(Self.replay(files).messages.contains(line))
    #expect(!Self.replay(files, "--no-prices").messages.contains(line))
    #expect(!Self.replay(files, "--config", files("config.yaml")).messages.contains(line))
  }

  @Test("tests, explanations and checks take a configuration too")
  func otherCommands() throws {
    let files = try Self.files(Self.prices)
    let config = ["--config", files("config.yaml")]
    #expect(CommandRun(arguments: ["test", files("r.yaml")], plugins: [plugin]).status == .faultyInput)
    #expect(CommandRun(arguments: ["test", files("r.yaml")] + config, plugins: [plugin]).status == .done)
    let explain = ["explain", "any_cost", "--rules", files("r.yaml"), "--input", files("e.ndjson")] + config
    #expect(
      CommandRun(arguments: explain, plugins: [plugin]).output.contains(
        "{service=a}  firing (warning) since 2026-01-05T09:00:00Z\n  part        value\n  value         0.5"))
    #expect(
      CommandRun(arguments: ["check", files("r.yaml")] + config, plugins: [plugin]).output
        .hasSuffix("2 files, 1 rule, 1 test: no errors\n"))
    #expect(
      CommandRun(arguments: ["check"] + config, plugins: [plugin]).output == "1 file, 0 rules, 0 tests: no errors\n")
  }

  @Test(
    "each mistake is reported with code, place and a word of help",
    arguments: [
      ("detectors: [cost]", ["1:12 SR609"], "a mapping, not a list"),
      ("- cost", ["1:1 SR609"], "a mapping, not a list"),
      ("detectors: {cost: 5}", ["1:19 SR609"], "a mapping, not a number"),
      ("detectors: {costs: {}}", ["1:13 SR607"], "did you mean 'cost'?"),
      ("detector: {cost: {}}", ["1:1 SR608"], "did you mean 'detectors'?"),
      ("detectors: {cost: {}}\ndetectors: {}", ["2:1 SR004"], "duplicate"),
      ("detectors: {cost: {}, cost: {}}", ["1:23 SR004"], "duplicate"),
      ("detectors: {cost: {use_price: true}}", ["1:20 SR601"], "did you mean 'use_prices'?"),
      ("detectors: {cost: {use_prices: yes}}", ["1:32 SR602"], "true or false, not a text"),
      ("detectors: {cost: {use_prices: 5m}}", ["1:32 SR602"], "true or false, not a duration"),
      ("detectors: {cost: {use_prices: \"5m\"}}", ["1:32 SR602"], "true or false, not a text"),
      ("detectors: {cost: {use_prices: 0.5}}", ["1:32 SR602"], "true or false, not a number"),
      ("detectors: {cost: {prices: true}}", ["1:28 SR602"], "not a boolean"),
      ("detectors: {cost: {prices: [5, [x]]}}", ["1:29 SR602", "1:32 SR602"], "quotes make it a text"),
      ("detectors: {cost: {prices: {gpt-4o: 5}}}", ["1:28 SR602"], "a value or a list, not a mapping"),
      ("detectors: {cost: {prices: }}", ["1:27 SR602"], "not empty"),
      ("detectors: {cost: {prices: [\"gpt-4o in=x out=5\"]}}", ["1:29 SR606"], "gpt-4o in=x"),
      ("detectors: {cost: {prices: [a in=1 out=2, b in=1]}}", ["1:43 SR606"], "'out' is missing"),
      ("detector: {}\ndetectors: {cost: {prices: 5}, q: {}}", ["1:1 SR608", "2:28 SR602", "2:32 SR607"], "cost"),
      ("detectors: {cost: \"x\"y}", ["1:22 SR001"], "single quotes"),
    ])
  func faults(text: String, places: [String], word: String) throws {
    let files = try Self.files(text)
    let run = CommandRun(
      arguments: ["check", "--format", "json", "--config", files("config.yaml")], plugins: [plugin])
    #expect(run.status == .faultyInput)
    #expect(Self.places(run.output) == places, "\(run.output)")
    let replay = Self.replay(files, "--config", files("config.yaml"))
    #expect(
      replay.status == .faultyInput && replay.output.isEmpty && replay.messages.contains(word), "\(replay.messages)")
  }

  /// `line:column code` of each finding of a JSON report.
  private static func places(_ json: String) -> [String] {
    json.split(separator: "{\"code\":").dropFirst().map { finding in
      let number = { (key: String) in
        finding.firstRange(of: "\"\(key)\":").map { finding[$0.upperBound...].prefix(while: \.isNumber) } ?? ""
      }
      return "\(number("line")):\(number("column")) \(finding.dropFirst().prefix(5))"
    }
  }

  @Test("what the service reads is accepted, with a word that nothing uses it here")
  func serviceKeys() throws {
    let files = try Self.files(
      "mode: standalone\nstorage: {redis: {url: \"redis://localhost\"}}\nalerting: {channels: []}\n")
    let run = Self.replay(files, "--config", files("config.yaml"), "--strict")
    #expect(run.status == .done)
    #expect(run.messages.contains("config.yaml:1:1: warning: 'mode', 'storage', 'alerting': for the service only"))
    #expect(run.messages.contains("[SR610]"))
  }

  @Test("an empty configuration says nothing", arguments: ["", "# nothing\n", "detectors:\n", "detectors: {cost: }\n"])
  func empty(text: String) throws {
    let files = try Self.files(text)
    #expect(Self.costs(Self.replay(files, "--config", files("config.yaml"))) == ["b 2.5"])
  }

  @Test("a configuration that doesn't exist is wrong usage, one that can't be read is a fault")
  func unreadable() throws {
    let files = try Self.files("")
    #expect(Self.replay(files, "--config", "/no/such").status == .wrongUsage)
    let directory = Self.replay(files, "--config", files.path)
    #expect(directory.status == .faultyInput && directory.messages.contains("[SR511]"))
  }
}
