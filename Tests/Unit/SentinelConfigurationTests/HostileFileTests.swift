import SentinelConfiguration
import SentinelDiagnostics
import Testing

@Suite("Hostile configuration files")
struct HostileFileTests {
  private static let texts = [
    "many unknown keys": (0..<40_000).map { "key_\($0): 1\n" }.joined(),
    "many secrets on one line": "{" + String(repeating: "token: \"x\", ", count: 60_000),
    "many secrets inside each other": (0..<1_500).map { String(repeating: " ", count: $0) + "token:\n" }.joined(),
    "many quotes": String(repeating: "token: \"", count: 200_000),
    "a long word": String(repeating: "://", count: 500_000),
    "many blanks": String(repeating: "a \n \n \n", count: 200_000),
    "many variables": "rules: [" + String(repeating: "'${A}', ", count: 40_000) + "]",
    "many broken variables": "rules: [" + String(repeating: "'${', ", count: 40_000) + "]",
    "many channels": "alerting: {channels: [" + String(repeating: "{type: x}, ", count: 30_000) + "]}",
  ]

  @Test("no file takes more than a few seconds", arguments: texts.keys.sorted())
  func time(name: String) throws {
    let text = try #require(Self.texts[name])
    let clock = ContinuousClock()
    var findings: [Diagnostic] = []
    let duration = clock.measure { findings = Reading(text, ["A": "x"]).configuration.diagnostics.findings }
    #expect(!findings.isEmpty)
    // A bound that a quadratic reader misses by far, also on a slow and busy machine.
    #expect(duration < .seconds(60), "\(name): \(duration)")
    #expect(!DiagnosticRenderer.text(findings).isEmpty)
  }
}
