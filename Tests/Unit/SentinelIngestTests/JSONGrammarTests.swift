import Foundation
import SentinelIngest
import SentinelModel
import Testing

@Suite("The grammar of JSON, against Foundation's parser")
struct JSONGrammarTests {
  static let layout = BatchLayout(
    labels: [.label("service")], numbers: [.inputTokens], texts: [.prompt], metrics: ["m"])

  /// Accepted by JSONSerialization, which knows RFC 8259 but takes duplicate keys and deep nesting its own way.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any]
  }

  @Test(
    "values that are JSON are read, others are refused",
    arguments: [
      "1", "-1", "0", "-0", "1.5", "1e5", "1E+5", "1e-5", "01", "+1", ".5", "5.", "1e", "1e+", "--1", "-", "NaN",
      "Infinity",
      "-Infinity", "true", "false", "null", "tru", "truex", "nul", "True", "[]", "[1]", "[,1]", "[1 2]", "[", "]",
      "{}", "{\"a\":1}", "{\"a\"}", "{a:1}", "{\"a\":}", "{1:2}", "\"\"", "\"a", "\"\\x\"", "\"\\u12\"",
      "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud83d\\ude00\"", "\"\t\"", "\"\u{7f}\"",
      "'a'", "1 2", "/*c*/1", "[[[]]]", "[{\"a\":[1,{\"b\":[]}]}]", "[}", "{]", "[1}", "", " ",
      "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"",
      "100000000000000000000", "1e400", "-1e-400", "0.1e1", "0e5", "00", "0x1",
    ])
  func values(value: String) {
    var decoder = JSONEventDecoder(layout: Self.layout)
    for text in ["{\"timestamp\":1,\"x\":\(value)}", " { \"x\" : \(value) , \"timestamp\" : 1 } "] {
      let expected = Self.isJSON(Array(text.utf8)) || ["1e400", "-1e-400"].contains(value)
      #expect((decoder.decode(text).refusal == nil) == expected, "\(text)")
    }
  }

  @Test(
    "a comma before a closing bracket is none of JSON, though Foundation takes it",
    arguments: ["[1,]", "{\"a\":1,}", "1,"])
  func trailingCommas(value: String) {
    var decoder = JSONEventDecoder(layout: Self.layout)
    #expect(decoder.decode("{\"timestamp\":1,\"x\":\(value)}").refusal != nil)
  }

  @Test("every byte sequence of up to three bytes in a string is UTF-8 here iff it is for the standard library")
  func utf8() {
    var decoder = JSONEventDecoder(layout: Self.layout)
    var random = SplitMix(1)
    for _ in 0..<40_000 {
      let bytes = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        UInt8.random(in: 0x7F...0xFF, using: &random)
      }
      let json = Array(#"{"timestamp":1,"prompt":"abc"#.utf8) + bytes + Array(#""}"#.utf8)
      let expected = String(validating: bytes, as: UTF8.self)
      let (batch, refusal) = decoder.decode(bytes: json)
      #expect((refusal == nil) == (expected != nil))
      if let expected { #expect(batch.text(.prompt, row: 0) == "abc" + expected) }
    }
  }

  @Test("numbers are the nearest double, as Double(String) finds it")
  func numbers() {
    var decoder = JSONEventDecoder(layout: Self.layout)
    var random = SplitMix(2)
    func check(_ text: String) {
      let value = decoder.decode("{\"timestamp\":1,\"metrics\":{\"m\":\(text)}}").batch.column(metric: "m")?.first
      #expect(value?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    let hard = [
      "9007199254740993", "9007199254740992.5", "1.7976931348623157e308", "4.9e-324", "2.2250738585072011e-308", "1e23",
      "8.41e21", "0.1", "123456789012345678901234567890", "0.000000000000000000000000000000001", "1e22", "1e-22",
      "5e-324",
      "9007199254740993" + String(repeating: "0", count: 900), "18446744073709551615", "9999999999999999999",
      // Halfway between two doubles, then a hair above it beyond any fixed number of digits.
      "9007199254740993.0" + String(repeating: "0", count: 1_200) + "1",
      "0.0" + String(repeating: "0", count: 300) + "1e300",
    ]
    for text in hard where Double(text)?.isFinite == true { check(text) }
    for _ in 0..<20_000 {
      let double = Double(bitPattern: random.next())
      if double.isFinite { check("\(double)") }
      let digits = String(random.next()).prefix(Int.random(in: 1...19, using: &random))
      let whole = digits.first == "0" ? "1" : String(digits)
      check("\(whole).\(random.next() % 100_000)e\(Int.random(in: -40...40, using: &random))")
    }
  }

  @Test("texts of all lengths with an escape or a character at every place come out as Foundation reads them")
  func texts() throws {
    var decoder = JSONEventDecoder(layout: Self.layout)
    for special in ["\\n", "\\\"", "\\u00e9", "ü", "漢", "😀", "\\ud83d\\ude00", "\\\\"] {
      for length in 0..<70 {
        for place in stride(from: 0, through: length, by: length < 34 ? 1 : 7) {
          let plain = String(repeating: "a", count: place) + special + String(repeating: "b", count: length - place)
          let json = "{\"timestamp\":1,\"prompt\":\"\(plain)\",\"service\":\"\(plain)\"}"
          let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
          let (batch, refusal) = decoder.decode(json)
          #expect(refusal == nil)
          #expect(batch.text(.prompt, row: 0) == object?["prompt"] as? String)
          #expect(batch.column(.label("service"))?[0] == object?["service"] as? String)
        }
      }
    }
  }

  static let event = Array(
    #"""
    {"timestamp":"2025-11-06T12:00:00.123Z","service":"chat","input_tokens":512,"x":[1,{"y":[true,null,-1.5e3]}],"prompt":"a\nü\ud83d\ude00 long enough for two words","metrics":{"m":1.5},"attributes":{"region":"eu"}}
    """#.utf8)

  @Test("an event cut anywhere is refused and leaves the batch as it was")
  func truncations() {
    var decoder = JSONEventDecoder(layout: Self.layout)
    for length in 0..<Self.event.count {
      let (batch, refusal) = decoder.decode(bytes: Array(Self.event[..<length]))
      #expect(refusal != nil)
      #expect(batch.isEmpty)
    }
    #expect(decoder.decode(bytes: Self.event).refusal == nil)
  }

  @Test("mutated events are accepted only where Foundation reads them too")
  func mutations() {
    var decoder = JSONEventDecoder(layout: Self.layout)
    var random = SplitMix(3)
    let tokens = Array("{}[]\":,\\0919-+.eE\u{1}u tfn".utf8) + [0xFF, 0xC3, 0x80]
    for _ in 0..<60_000 {
      var bytes = Self.event
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(tokens[Int.random(in: 0..<tokens.count, using: &random)], at: place)
        case 2: bytes[place] = tokens[Int.random(in: 0..<tokens.count, using: &random)]
        default: bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
      if decoder.decode(bytes: bytes).refusal == nil {
        #expect(Self.isJSON(bytes), "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }
}

/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
