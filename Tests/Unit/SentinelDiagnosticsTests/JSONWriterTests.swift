import SentinelModel
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    write(&json)
    return json.text
  }

  @Test("members and elements are separated by commas at every depth")
  func separates() {
    let text = written { json in
      json.object { json in
        json.key("a")
        json.array { json in
          json.integer(1)
          json.object { _ in }
          json.array { $0.boolean(true) }
          json.null()
        }
        json.key("b")
        json.string("x")
        json.key("c")
        json.raw("{\"d\":2}")
      }
    }
    #expect(text == #"{"a":[1,{},[true],null],"b":"x","c":{"d":2}}"#)
  }

  static let numbers: [(Double, String)] = [
    (4, "4"), (0, "0"), (-0.5, "-0.5"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (1e-7, "1e-07"),
    (1e21, "1e+21"), (123_456_789, "123456789"), (.infinity, "\"+Inf\""), (-.infinity, "\"-Inf\""), (.nan, "null"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"),
  ]

  @Test("numbers are the shortest that read back the same", arguments: numbers)
  func writesNumber(_ number: Double, _ expected: String) {
    let text = written { $0.number(number) }
    #expect(text == expected)
    if number.isFinite { #expect(Double(text) == number) }
  }

  @Test("strings escape quotes, backslashes and control characters, and nothing else")
  func escapes() {
    #expect(written { $0.string("a\"b\\c\n\r\t\u{0}\u{1B}\u{7F}é字🚨/") } == #""a\"b\\c\n\r\t\u0000\u001b\u007fé字🚨/""#)
  }
}
