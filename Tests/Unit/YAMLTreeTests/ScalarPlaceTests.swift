import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Places inside scalars")
struct ScalarPlaceTests {
  struct Case: Sendable {
    let file: String
    let text: String
    /// For each byte of `text` the byte of the file where it stands, and the end.
    let offsets: [Int]
  }

  static let cases: [Case] = [
    Case(file: "abc", text: "abc", offsets: [0, 1, 2, 3]),
    Case(file: "a: b c", text: "b c", offsets: [3, 4, 5, 6]),
    Case(file: "a: b\n  c", text: "b c", offsets: [3, 4, 7, 8]),
    Case(file: "a: b \n\n  c", text: "b\nc", offsets: [3, 6, 9, 10]),
    Case(file: "a: b\r\n  c", text: "b c", offsets: [3, 4, 8, 9]),
    Case(file: "a: 'b'", text: "b", offsets: [4, 5]),
    Case(file: "a: 'b''c'", text: "b'c", offsets: [4, 5, 7, 8]),
    Case(file: "a: 'b\n  c'", text: "b c", offsets: [4, 5, 8, 9]),
    Case(file: #"a: "b\nc""#, text: "b\nc", offsets: [4, 5, 7, 8]),
    Case(file: #"a: "\u00e9x""#, text: "éx", offsets: [4, 4, 10, 11]),
    Case(file: "a: \"b \\\n   c\"", text: "b c", offsets: [4, 5, 11, 12]),
    Case(file: "é: é", text: "é", offsets: [4, 5, 6]),
    Case(file: "a: |\n  b\n  c\n", text: "b\nc\n", offsets: [7, 8, 11, 12, 13]),
    Case(file: "a: >\n  b\n  c\n", text: "b c\n", offsets: [7, 8, 11, 12, 13]),
    Case(file: "a: >-\n  b\n\n  c\n\n", text: "b\nc", offsets: [8, 10, 13, 16]),
    Case(file: "a: |2\n   b\n", text: " b\n", offsets: [8, 9, 10, 11]),
    Case(file: "\u{FEFF}a: b", text: "b", offsets: [6, 7]),
    Case(file: "a: &x !!str b", text: "b", offsets: [12, 13]),
    // A name of an anchor ends before a colon.
    Case(file: "a: &x:5", text: ":5", offsets: [5, 6, 7]),
  ]

  @Test("each byte of a text has its place in the file", arguments: cases)
  func mapsBytes(_ example: Case) throws {
    let reading = Reading(example.file)
    let scalar = try #require(reading.scalars.last)
    #expect(scalar.text == example.text)
    #expect(scalar.offsets == example.offsets)
  }

  @Test("the range of a part of a text ends behind its last character")
  func givesRanges() throws {
    let reading = Reading("a: 'it''s\n  long'")
    let scalar = try #require(reading.scalars.last)
    #expect(scalar.text == "it's long")
    #expect(scalar.range(0..<2).text == "it")
    #expect(scalar.range(5..<9).text == "long")
    #expect(scalar.range(3..<6).text == "s\n  l")
    #expect(scalar.range(3..<4).text == "s")
    #expect(scalar.range(9..<9).start == scalar.range.end - 1)
    #expect(scalar.range(20..<90).text == "")
    #expect(scalar.range.text == "'it''s\n  long'")
  }

  static let ranges: [(file: String, path: [String], text: String)] = [
    ("a: 1\nb:\n  - x\n  - y # c\n\n\nc: 3\n", ["b"], "- x\n  - y"),
    ("a: 1\nb:\n- x\n- y\nc: 3\n", ["b"], "- x\n- y"),
    ("a:\n  b: {x: 1}  \n\nc: 3\n", ["a"], "b: {x: 1}"),
    ("a: [1, 2 ]  # c\n", ["a"], "[1, 2 ]"),
    ("a: { b: c }\n", ["a"], "{ b: c }"),
    ("a: &x [1]\n", ["a"], "[1]"),
    ("a: &x\n  b: 1\n", ["a"], "b: 1"),
    ("a: !!map &x\n  b: 1\n", ["a"], "b: 1"),
    ("a: |  # c\n  x\n  y\n\nb: 1\n", ["a"], "|  # c\n  x\n  y"),
    ("a: [b: c, d]\n", ["a", "0"], "b: c"),
    ("a: \"x\\\n  y\" # c\n", ["a"], "\"x\\\n  y\""),
    ("a: x\n   y  # c\n", ["a"], "x\n   y"),
    ("a:\n  b:\n    c:\n      - d: 1\n        e: 2\n\nf: 1", ["a"], "b:\n    c:\n      - d: 1\n        e: 2"),
  ]

  @Test("a node goes from its first to its last character", arguments: ranges)
  func placesNode(_ example: (file: String, path: [String], text: String)) throws {
    var node = try #require(Reading(example.file).root)
    for step in example.path {
      switch node.content {
      case .mapping(let entries): node = try #require(entries.first { $0.key.text == step }).value
      case .sequence(let elements): node = elements[try #require(Int(step))]
      case .scalar: Issue.record("no \(step)")
      }
    }
    #expect(node.range.text == example.text)
  }

  static let missing: [(file: String, start: Int)] = [
    ("a:", 2), ("a:\nb: 1", 2), ("a: # c\nb: 1", 2), ("a :\n", 3), ("{a: , b: 1}", 3), ("\"a\":\n", 4),
  ]

  @Test("a missing value is the empty range behind the colon", arguments: missing)
  func placesMissingValue(_ example: (file: String, start: Int)) throws {
    guard case .mapping(let entries) = try #require(Reading(example.file).root).content else {
      Issue.record("no mapping")
      return
    }
    let value = try #require(entries.first).value
    #expect(value.range.start == example.start)
    #expect(value.range.end == example.start)
  }

  @Test("a key has the range of its text, quotes included")
  func placesKeys() throws {
    guard case .mapping(let entries) = try #require(Reading("'a b' : 1\n? c\n: 2\n").root).content else { return }
    #expect(entries.map(\.keyRange.text) == ["'a b'", "c"])
  }
}
