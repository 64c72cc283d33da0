import Foundation
import SentinelIngest
import SentinelModel
import Testing

@Suite("Events in JSON")
struct JSONEventTests {
  static let layout = BatchLayout(
    labels: LabelReference.topLevelNames.map { .label($0) } + [
      .label("region"), .attribute("service"), .attribute("tier"),
    ],
    numbers: NumberField.allCases, texts: TextField.allCases, metrics: ["depth"])
  var decoder = JSONEventDecoder(layout: layout)

  static let time = #""timestamp":1"#

  private mutating func row(_ fields: String) throws -> EventBatch {
    let (batch, refusal) = decoder.decode("{\(Self.time),\(fields)}")
    #expect(refusal == nil)
    return try #require(batch.count == 1 ? batch : nil)
  }

  private mutating func refusal(_ json: String) -> String? { decoder.decode(json).refusal?.description }

  @Test("the contract's example fills every column")
  mutating func example() throws {
    let (batch, refusal) = decoder.decode(
      #"""
      {"timestamp":"2025-11-06T12:00:00.123Z","service":"chat","tenant":"acme","user":"u1","session":"s1",
       "provider":"openai","model":"gpt-4o","operation":"chat","status":"ok","error_type":"",
       "duration_ms":812.5,"ttft_ms":120,"queue_ms":3,"input_tokens":512,"output_tokens":128,"cost_usd":0.0031,
       "system":"a","prompt":"b\n","response":"ü\u00fc","query":"\ud83d\ude00",
       "documents":[{"id":"d1","score":0.83,"content":"…","relevant":true}],
       "embedding":[0.1,0.2],"metrics":{"depth":1.5},"attributes":{"region":"eu"},
       "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"}
      """#)
    #expect(refusal == nil)
    #expect(batch.timestamps == [Timestamp(rfc3339: "2025-11-06T12:00:00.123Z")])
    #expect(batch.column(.label("tenant"))?[0] == "acme")
    #expect(batch.column(.label("error_type"))?[0] == "")
    #expect(batch.column(.label("region"))?[0] == "eu")
    #expect(batch.column(.durationSeconds) == [0.8125])
    #expect(batch.column(.costUSD) == [0.0031])
    #expect(batch.column(metric: "depth") == [1.5])
    #expect(batch.column(.processingSeconds)?[0].isNaN == true)
    #expect(TextField.allCases.prefix(4).map { batch.text($0, row: 0) } == ["a", "b\n", "üü", "😀"])
    #expect(batch.text(.spanID, row: 0) == "00f067aa0ba902b7")
    #expect(batch.kinds == [.call])
    #expect(batch.errors == [false])
  }

  @Test(
    "numeric timestamps count by their magnitude [P64]",
    arguments: [
      ("1762430407", 1_762_430_407_000_000_000), ("1762430414.5", 1_762_430_414_500_000_000),
      ("1762430414.123456789", 1_762_430_414_123_456_789), ("1762430420500", 1_762_430_420_500_000_000),
      ("1762430420500.25", 1_762_430_420_500_250_000), ("1762430411000001", 1_762_430_411_000_001_000),
      ("1762430413000000001", 1_762_430_413_000_000_001), ("1.7624304e9", 1_762_430_400_000_000_000),
      ("0", 0), ("-1.5", -1_500_000_000), ("9223372036854775807", 9_223_372_036_854_775_807),
      ("9.999999999999999999", 9_999_999_999), ("0.0000000001", 0), ("1e-400", 0), ("99999999999", nil),
      ("9223372036854775808", nil), ("1e300", nil), ("1e999999999999", nil),
    ] as [(String, Int64?)])
  func numericTimestamps(text: String, nanoseconds: Int64?) {
    var decoder = decoder
    let (batch, refusal) = decoder.decode("{\"timestamp\":\(text)}")
    #expect(batch.timestamps.first?.nanoseconds == nanoseconds)
    #expect((refusal == nil) == (nanoseconds != nil))
  }

  @Test("a timestamp is required unless there is a time of arrival")
  mutating func missingTimestamp() {
    #expect(refusal("{}") == "timestamp: is missing")
    #expect(refusal(#"{"timestamp":null}"#) == "timestamp: is missing")
    #expect(refusal(#"{"timestamp":"2025-11-06 12:00:00"}"#)?.hasPrefix("timestamp: is neither") == true)
    decoder.arrivalTime = Timestamp(nanoseconds: 7)
    #expect(decoder.decode("{}").batch.timestamps == [Timestamp(nanoseconds: 7)])
  }

  @Test(
    "an event is an error by its status or, where it has none, by its error type [P61]",
    arguments: [
      (#""status":"error""#, true), (#""status":"ERROR""#, true), (#""status":"ok","error_type":"x""#, false),
      (#""error_type":"x""#, true), (#""status":"","error_type":"x""#, true),
      (#""status":null,"error_type":"x""#, true),
      (#""status":500"#, false), (#""status":"errors""#, false), (#""status_code":500"#, true),
      (#""status_code":399"#, false), (#""status_code":500,"status":"ok""#, false),
    ])
  func errors(fields: String, isError: Bool) {
    var decoder = decoder
    #expect(decoder.decode("{\(Self.time),\(fields)}").batch.errors == [isError])
  }

  @Test(
    "an error without a type has its HTTP status as its type",
    arguments: [
      (#""status_code":429"#, "429"), (#""status_code":200"#, ""),
      (#""status_code":429,"error_type":"quota""#, "quota"),
      (#""status":"error","status_code":503"#, "503"), (#""status":"ok","status_code":503"#, ""),
      (#""status_code":503,"status_code":null"#, ""),
    ])
  func errorTypes(fields: String, type: String) {
    var decoder = decoder
    #expect(decoder.decode("{\(Self.time),\(fields)}").batch.column(.label("error_type"))?[0] == type)
  }

  @Test(
    "the kind decides what an event gives [P63, P83]",
    arguments: [
      (#""kind":"llm""#, .call), (#""kind":"""#, .call), (#""kind":"Embedding""#, .embedding),
      (#""kind":"embeddings""#, .embedding), (#""kind":"tool""#, .other), (#""metrics":{"m":1}"#, .samples),
      (#""metrics":{}"#, .call), (#""metrics":{"m":null}"#, .call), (#""metrics":{"m":1},"duration_ms":1"#, .call),
      (#""metrics":{"m":1},"duration_ms":null,"prompt":null,"x":null"#, .samples),
      (#""metrics":{"m":1},"kind":"tool","status":"error","attributes":{"a":1}"#, .samples),
      (#""metrics":{"m":1},"prompt":"x""#, .call), (#""metrics":{"m":1},"unknown":1"#, .call),
      (#""metrics":{"m":1},"documents":[]"#, .call),
    ] as [(String, OperationKind)])
  func kinds(fields: String, kind: OperationKind) {
    var decoder = decoder
    #expect(decoder.decode("{\(Self.time),\(fields)}").batch.kinds == [kind])
  }

  @Test(
    "attributes are labels; fields of the event win; numbers and booleans are their text [P24]",
    arguments: [
      (#""service":"a","attributes":{"service":"b"}"#, "a", "b"),
      (#""attributes":{"service":"b"},"service":"a""#, "a", "b"),
      (#""attributes":{"service":"b"}"#, "b", "b"), (#""attributes":{"service":1.50}"#, "1.50", "1.50"),
      (#""attributes":{"service":true}"#, "true", "true"), (#""attributes":{"service":{"x":1}}"#, "", ""),
      (#""attributes":{"service":null},"service":false"#, "false", ""),
      (#""attributes":null,"service":"\u0061""#, "a", ""),
      (#""service":"a","service":"b""#, "b", ""), (#""service":"a","service":null"#, "", ""),
      (#""serv\u0069ce":"a""#, "a", ""),
    ])
  func labels(fields: String, label: String, attribute: String) throws {
    var tests = self
    let batch = try tests.row(fields)
    #expect(batch.column(.label("service"))?[0] == label)
    #expect(batch.column(.attribute("service"))?[0] == attribute)
  }

  @Test(
    "a refusal names the field and the reason, never the value [P62]",
    arguments: [
      (#""duration_ms":-1"#, "duration_ms: is negative"), (#""input_tokens":-5"#, "input_tokens: is negative"),
      (#""cost_usd":-0.1"#, "cost_usd: is negative"),
      (#""ttft_ms":"120""#, "ttft_ms: is a string; a number stands without quotes"),
      (#""output_tokens":true"#, "output_tokens: is not a number"),
      (#""queue_ms":1e999"#, "queue_ms: is too large for a number"),
      (#""metrics":{"secret":"x"}"#, "metrics.secret: is a string; a number stands without quotes"),
      (#""metrics":{"m":[1]}"#, "metrics.m: is not a number"), (#""metrics":[1]"#, "metrics: is not an object"),
      (#""attributes":"x""#, "attributes: is not an object"), (#""prompt":{"a":"b"}"#, "prompt: is not a string"),
      (#""service":["a"]"#, "service: is a list or an object; a label is a string, a number or a boolean"),
      (#""embedding":{}"#, "embedding: is not a list"),
    ])
  func fieldFaults(fields: String, reason: String) {
    var decoder = decoder
    let (batch, refusal) = decoder.decode("{\(Self.time),\(fields)}")
    #expect(refusal?.description == reason)
    #expect(batch.isEmpty && batch.arena.isEmpty)
    // What the layout reads doesn't decide over acceptance.
    var blind = JSONEventDecoder(layout: BatchLayout(labels: [], numbers: [], texts: [], metrics: []))
    #expect(blind.decode("{\(Self.time),\(fields)}").refusal?.description == reason)
  }

  @Test("nesting is read to 64 levels")
  mutating func depth() {
    func nested(_ levels: Int) -> String {
      "{\(Self.time),\"x\":\(String(repeating: "[", count: levels - 1))\(String(repeating: "]", count: levels - 1))}"
    }
    #expect(refusal(nested(64)) == nil)
    #expect(refusal(nested(65))?.contains("nested deeper than 64") == true)
    #expect(refusal("{\"x\":" + String(repeating: "[", count: 1_000_000))?.contains("deeper") == true)
  }

  @Test("ten thousand distinct labels in one batch keep their values")
  mutating func distinctLabels() {
    var batch = EventBatch(layout: Self.layout)
    for index in 0..<10_000 {
      let json = Array("{\(Self.time),\"user\":\"u\(index)\",\"service\":\"s\(index % 3)\"}".utf8)
      let refusal = json.withUnsafeBufferPointer { decoder.decode($0, into: &batch, position: UInt32(index)) }
      #expect(refusal == nil)
    }
    let users = batch.column(.label("user"))
    #expect(users?.distinctCount == 10_001)
    #expect((0..<10_000).allSatisfy { users?[$0] == "u\($0)" })
    #expect(batch.column(.label("service"))?.distinctCount == 4)
  }
}
