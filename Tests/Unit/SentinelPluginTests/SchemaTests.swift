import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import Testing

private enum Method: String, CaseIterable, Sendable { case mean, median }

private struct Point: Sendable, Equatable {
  var x: Int
  init(_ text: String) throws(MalformedOption) {
    guard let x = Int(text) else { throw MalformedOption("'\(text)' is no number") }
    self.x = x
  }
}

private struct Configuration: DetectorConfiguration {
  var warmup = 50
  var threshold = 3.5
  var isStrict = false
  var label = "service"
  var halfLife = TimeSpan.minutes(5)
  var method = Method.mean
  var models: [String] = ["a"]
  var points: [Point] = []

  static let schema = Schema<Self>(
    .init("warmup", \.warmup, in: 2...1_000_000, "events before the first score"),
    .init("threshold", \.threshold, in: 0.5...10, "where a score is high"),
    .init("strict", \.isStrict, "whether to be strict"),
    .init("label", \.label, upTo: 10, "the label to look at"),
    .init("half_life", \.halfLife, in: .seconds(1) ... .days(7), "how fast it forgets"),
    .init("method", \.method, "how the middle is found"),
    .init("models", \.models, count: 1...3, "the models to look at"),
    .init("points", \.points, each: "a number", "points", show: { "\($0.x)" }) { (text) throws(MalformedOption) in
      try Point(text)
    })
}

@Suite("A schema")
struct SchemaTests {
  private func decode(_ values: KeyValuePairs<String, DetectorOptions.Value>) throws(Diagnostics) -> Configuration {
    try Configuration.schema.decode(DetectorOptions(values))
  }

  /// Code, the text at the place, and the message.
  private func findings(_ values: KeyValuePairs<String, DetectorOptions.Value>) -> [String] {
    do throws(Diagnostics) {
      _ = try decode(values)
      return []
    } catch {
      return error.findings.map { "\($0.code.id) \($0.range.text): \($0.message)" }
    }
  }

  @Test("gives the defaults for what is left out")
  func defaults() throws {
    let configuration = try decode([:])
    #expect(configuration.warmup == 50 && configuration.threshold == 3.5 && configuration.method == .mean)
  }

  @Test("decodes a value of each type")
  func types() throws {
    let configuration = try decode([
      "warmup": .number(100), "threshold": .number(2.25), "strict": .boolean(true), "label": .text("model"),
      "half_life": .text("1h30m"), "method": .text("median"), "models": .texts(["x", "y"]), "points": .texts(["7"]),
    ])
    #expect(configuration.warmup == 100)
    #expect(configuration.threshold == 2.25)
    #expect(configuration.isStrict)
    #expect(configuration.label == "model")
    #expect(configuration.halfLife == .minutes(90))
    #expect(configuration.method == .median)
    #expect(configuration.models == ["x", "y"])
    #expect(configuration.points.map(\.x) == [7])
    #expect(try decode(["half_life": .duration(.seconds(1))]).halfLife == .seconds(1))
  }

  @Test("takes both ends of a range")
  func ends() throws {
    #expect(try decode(["warmup": .number(2)]).warmup == 2)
    #expect(try decode(["threshold": .number(10)]).threshold == 10)
    #expect(try decode(["half_life": .text("1w")]).halfLife == .days(7))
  }

  @Test("reports all mistakes at once, each at its place")
  func everything() {
    let findings = findings([
      "warmpu": .number(3), "warmup": .number(1), "threshold": .text("high"), "method": .text("medain"),
      "models": .texts([]), "points": .texts(["1", "x"]), "strict": .boolean(true), "strict": .boolean(false),
    ])
    #expect(
      findings == [
        "SR601 warmpu: 'warmpu' is not an option",
        "SR603 1: 'warmup' must be a whole number in 2…1000000",
        "SR602 \"high\": 'threshold' must be a number in 0.5…10, not a text",
        "SR605 \"medain\": 'method' must be one of mean, median",
        "SR603 []: 'models' must be a list of 1…3 texts",
        "SR606 [\"1\", \"x\"]: 'x' in 'points' can't be read: 'x' is no number",
        "SR604 strict: option 'strict' is given twice",
      ])
  }

  @Test("suggests the option or the choice that is meant")
  func suggestions() throws {
    let error = #expect(throws: Diagnostics.self) { try decode(["warmpu": .number(3), "method": .text("medain")]) }
    #expect(error?.findings.map(\.label) == ["did you mean 'warmup'?", "did you mean 'median'?"])
  }

  @Test(
    "refuses numbers that are none",
    arguments: [Double.nan, .infinity, -.infinity, 1e300, -1, 2.5])
  func oddNumbers(value: Double) {
    #expect(findings(["warmup": .number(value)]).count == 1)
    if value != 2.5 { #expect(findings(["threshold": .number(value)]).count == 1) }
  }

  @Test(
    "refuses durations that are none",
    arguments: ["", "5", "m", "1.5h", "-5m", "5m1h", "5m5m", "1y", "٣m", "99999999999999999999s"])
  func oddDurations(text: String) {
    #expect(findings(["half_life": .text(text)]).count == 1)
  }

  @Test("lists its options in the order of declaration, with defaults")
  func options() {
    let options = Configuration.schema.options
    #expect(
      options.map(\.name) == [
        "warmup", "threshold", "strict", "label", "half_life", "method", "models", "points",
      ])
    #expect(
      options.map(\.defaultText) == ["50", "3.5", "false", "\"service\"", "\"5m\"", "\"mean\"", "[\"a\"]", "[]"])
    #expect(options[4].expectation == "a duration in 1s…1w")
  }

  @Test("is a JSON schema too")
  func jsonSchema() {
    #expect(
      Configuration.schema.jsonSchema.hasPrefix(
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false, \
        "properties": {"warmup": {"type": "integer", "minimum": 2, "maximum": 1000000, \
        "description": "events before the first score", "default": 50}, 
        """))
  }

  @Test("of nothing refuses every option")
  func nothing() {
    #expect(throws: Diagnostics.self) {
      try NoConfiguration.schema.decode(DetectorOptions(["warmup": .number(1)]))
    }
  }
}
