import SentinelConfiguration
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import Testing

@Suite("Variables in a configuration")
struct VariableTests {
  private static func host(_ text: String, _ environment: [String: String]) -> String {
    Reading("http:\n  host: \(text)", environment).configuration.http.host
  }

  @Test(
    "a variable stands for its value, anywhere inside of a text",
    arguments: [
      ("\"${A}\"", "x"), ("\"a${A}b${A}\"", "axbx"), ("'${A}'", "x"), ("${A}", "x"), ("\"${B:-y}\"", "y"),
      ("\"${A:-y}\"", "x"), ("\"${E:-y}\"", "y"), ("\"$$\"", "$"), ("\"$${A}\"", "${A}"), ("\"$A\"", "$A"),
      ("\"5$\"", "5$"), ("\"${B:-a:-b c}\"", "a:-b c"), ("\"${D}\"", "${A}"),
    ])
  func values(text: String, expected: String) {
    #expect(Self.host(text, ["A": "x", "E": "", "D": "${A}"]) == expected)
  }

  @Test("without quotes the value is read like one that is written there, with quotes it is a text")
  func coreSchema() {
    #expect(Reading("http:\n  port: ${PORT:-9000}").configuration.http.port == 9_000)
    #expect(Reading("http:\n  port: ${PORT}", ["PORT": "1"]).configuration.http.port == 1)
    #expect(Reading("watch: ${WATCH}", ["WATCH": "true"]).configuration.watch)
    #expect(Reading("lateness: ${L}s", ["L": "3"]).configuration.lateness == .seconds(3))
    #expect(Reading("http: {port: \"${PORT}\"}", ["PORT": "1"]).places == ["1:14 SR617"])
    #expect(Reading("http:\n  port: ${PORT}", ["PORT": ""]).places == ["2:9 SR617"])
    #expect(Reading("http: {port: ${PORT}}", ["PORT": "1"]).text.contains("can't stand within brackets"))
  }

  @Test("options of detectors may name variables too")
  func detectors() {
    let reading = Reading(
      "detectors:\n  cost:\n    use_prices: ${P}\n    prices: [\"m in=${I} out=2\"]", ["P": "false", "I": "1"])
    #expect(reading.text == "")
    #expect(
      reading.configuration.detectors["cost"]?.entries.map(\.value) == [.boolean(false), .texts(["m in=1 out=2"])])
  }

  @Test("keys and comments stay as they are, and aliases bring what their anchors hold")
  func untouched() {
    let reading = Reading("# ${NONE}\nhttp:\n  host: &a ${B} # ${NONE}\ndata_dir: *a\n", ["B": "b"])
    #expect(reading.text == "")
    #expect(reading.configuration.dataDirectory == "b")
    #expect(Reading("${K}: 5", ["K": "watch"]).places == ["1:1 SR608"])
  }

  @Test("a missing variable is named at its place, once, and nothing else is said of the value")
  func missing() {
    let reading = Reading("http:\n  host: \"a-${HOTS}\"\n  port: ${PORT}", ["HOST": "value-of-host"])
    #expect(reading.places == ["2:12 SR622", "3:9 SR622"])
    #expect(reading.text.contains("did you mean 'HOST'?") && !reading.text.contains("value-of-host"))
  }

  @Test(
    "what is no variable is an error",
    arguments: ["${", "${}", "${A", "${1}", "${A:}", "${A:-${B}}", "${A-b}", "${ A }"])
  func malformed(text: String) {
    let reading = Reading("data_dir: '\(text)'", ["A": "x"])
    #expect(reading.places == ["1:12 SR623"], "\(reading.text)")
  }

  @Test("a variable that aliases repeat can't fill the memory")
  func bound() {
    let big = String(repeating: "x", count: 1 << 20)
    let reading = Reading("rules: [&a \"${A}\", *a, *a, *a, *a]", ["A": big])
    #expect(reading.places == ["1:12 SR618"])
    #expect(!reading.text.contains("xxxx"))
  }

  @Test(
    "no finding shows what a variable brings",
    arguments: [
      "http: {port: \"${M}\"}", "http:\n  port: ${M}", "mode: ${M}", "lateness: ${M}", "journal: {max_bytes: \"${M}\"}",
      "storage: {redis: {url: \"${M}\"}}", "log: ${M}", "rules: ${M}", "watch: [\"${M}\"]", "http: {host: \"${M}\\n\"}",
      "detectors: {cost: {prices: [\"${M}\"]}}", "detectors: {cost: {prices: [\"m in=${M} out=1\"]}}",
      "detectors: {cost: {use_prices: \"${M}\"}}", "detectors: ${M}", "alerting: {channels: [{type: \"${M}\"}]}",
      "http: {host: &a \"${M}\"}\nmode: *a",
    ])
  func findingsAreSilent(text: String) {
    let marker = "marker-4f2a"
    let reading = Reading(text, ["M": marker])
    #expect(reading.configuration.diagnostics.hasErrors)
    #expect(!reading.text.contains(marker), "\(reading.text)")
  }
}
