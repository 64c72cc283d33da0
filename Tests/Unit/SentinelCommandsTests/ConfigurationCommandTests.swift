import CostDetectors
import Foundation
import SentinelCommands
import SentinelConfiguration
import Testing

@Suite("sentinel configuration")
struct ConfigurationCommandTests {
  private static let text = """
    http:
      port: ${PORT:-9000}
    data_dir: state
    storage: {redis: {url: "redis://:hush-hush@localhost"}}
    detectors: {cost: {use_prices: false}}
    alerting: {channels: [{type: opsgenie, api_key: "${KEY}"}]}

    """

  private static func run(_ text: String = text, _ more: String..., key: String? = "hush-hush") throws -> CommandRun {
    let files = try TemporaryFiles(["config.yaml": text])
    return CommandRun(
      arguments: ["configuration", files("config.yaml")] + more, plugins: [plugin],
      environment: key.map { ["KEY": $0] } ?? [:])
  }

  /// The cells of the row of a key.
  private static func row(_ key: String, of output: String) -> [String]? {
    let line = output.split(separator: "\n").first { $0.hasPrefix(key + " ") }
    return line?.split(separator: /\s\s+/).map(String.init)
  }

  @Test("without a file it lists every key, for people, for programs and for the reference page")
  func lists() throws {
    let text = CommandRun("configuration").output
    let markdown = CommandRun("configuration", "--format", "markdown").output
    for key in EngineConfiguration.keys {
      #expect(text.contains("\n\(key.path) "), "\(key.path)")
      #expect(markdown.contains("| `\(key.path)` | "), "\(key.path)")
    }
    let json = CommandRun("configuration", "--format", "json").output
    let listing = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [[String: Any]]])
    #expect(listing["keys"]?.count == EngineConfiguration.keys.count + EngineConfiguration.structures.count)
    #expect(listing["channels"]?.count == AlertChannel.Kind.allCases.count)
  }

  @Test("with a file it shows what is in force, where that comes from, and what has no effect yet")
  func inForce() throws {
    let run = try Self.run()
    #expect(run.status == .done && run.messages == "")
    #expect(Self.row("http.port", of: run.output) == ["http.port", "9000", "file"])
    #expect(Self.row("lateness", of: run.output) == ["lateness", "5s", "default"])
    #expect(Self.row("detectors.cost.use_prices", of: run.output) == ["detectors.cost.use_prices", "false", "file"])
    #expect(
      Self.row("storage.redis.url", of: run.output)
        == ["storage.redis.url", "redis://localhost", "file, not yet active"])
    #expect(run.output.hasSuffix("\nnot yet active: storage.redis.url, alerting.channels\n"))
  }

  @Test("no form shows a secret", arguments: ["text", "json", "markdown"])
  func secrets(format: String) throws {
    let run = try Self.run(Self.text, "--format", format)
    #expect(run.status == .done)
    #expect(run.output.contains("alerting.channels[0].api_key") && run.output.contains("<secret>"))
    #expect(!run.output.contains("hush-hush"))
  }

  @Test("a file with a mistake fails, and nothing is in force")
  func faults() throws {
    let run = try Self.run("http: {prot: 5}\n")
    #expect(run.status == .faultyInput && run.output == "")
    #expect(run.messages.contains("config.yaml:1:8: error: 'http' has no key 'prot' [SR608]"))
    let missing = try Self.run(key: nil)
    #expect(missing.status == .faultyInput && missing.messages.contains("no variable 'KEY' [SR622]"))
    #expect(CommandRun("configuration", "/no/such").status == .wrongUsage)
  }

  @Test("a replay asks for no variable that only the service needs, and check does")
  func scopes() throws {
    let files = try TemporaryFiles(["config.yaml": Self.text, "e.ndjson": "", "r.yaml": "rules: []\n"])
    let config = ["--config", files("config.yaml")]
    let replay = CommandRun(
      arguments: ["replay", "--rules", files("r.yaml"), "--input", files("e.ndjson")] + config, plugins: [plugin])
    #expect(replay.status == .done, "\(replay.messages)")
    #expect(CommandRun(arguments: ["check"] + config, plugins: [plugin]).output.contains("[SR622]"))
  }
}
