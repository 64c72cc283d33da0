import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Limits")
struct LimitTests {
  /// Each level names the one before ten times.
  static func bomb(levels: Int, merge: Bool = false) -> String {
    var text = "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n"
    for level in 1...levels {
      let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
      text += "l\(level): &l\(level) [\(aliases)]\n"
    }
    return text
  }

  @Test("an alias bomb is refused where it goes over the limit, however large it is", arguments: [4, 5, 12, 60])
  func refusesBomb(_ levels: Int) {
    let reading = Reading(Self.bomb(levels: levels))
    #expect(reading.root == nil)
    #expect(reading.findings.map(\.code) == [.tooManyNodes])
    #expect(reading.places.first?.hasPrefix("5:") == true)
  }

  @Test("a bomb of merges is refused")
  func refusesMergeBomb() {
    var text = "m0: &m0 {a: 1, b: 2, c: 3}\n"
    for level in 1..<40 {
      text += "m\(level): &m\(level) {x\(level): *m\(level - 1), <<: [*m\(level - 1), *m\(level - 1)]}\n"
    }
    #expect(Reading(text).findings.map(\.code) == [.tooManyNodes])
  }

  @Test("as many nodes as the limit are read, one more is refused at its place")
  func countsNodes() {
    let limits = YAMLLimits(bytes: 100, nodes: 7, depth: 9)
    #expect(Reading("a: [1, 2, 3, 4, 5]", limits: limits).places == ["1:17 SR009"])
    #expect(Reading("a: [1, 2, 3, 4]", limits: limits).places == [])
    #expect(Reading("a: &x [1]\nb: *x", limits: limits).places == [])
    #expect(Reading("a: &x [1]\nb: [*x]", limits: limits).places == ["2:5 SR009"])
    #expect(Reading("[" + String(repeating: "a,", count: 99_999) + "]").places == [])
    #expect(Reading("[" + String(repeating: "a,", count: 100_000) + "]").findings.map(\.code) == [.tooManyNodes])
  }

  @Test("64 collections in each other are read, 65 are refused at the innermost")
  func limitsDepth() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(Reading(nested(64)).places == [])
    #expect(Reading(nested(65)).places == ["1:65 SR010"])
    #expect(Reading(nested(200_000)).places == ["1:65 SR010"])
    #expect(Reading(String(repeating: "- ", count: 100_000)).places == ["1:129 SR010"])
    #expect(Reading(String(repeating: "{a: ", count: 100_000)).places == ["1:257 SR010"])
    #expect(Reading(String(repeating: "? ", count: 100_000)).places == ["1:129 SR010"])
  }

  @Test("aliases count with the depth of what they stand for")
  func limitsAliasDepth() {
    var text = "- &a0 []\n"
    for level in 1..<80 { text += "- &a\(level) [*a\(level - 1)]\n" }
    // The anchor a61 is 62 deep; inside of the root and of its own list that makes 64.
    #expect(Reading(text).places == ["64:9 SR010"])
  }

  @Test("an alias of a long text is refused where it would be read over and over")
  func limitsAliasedText() {
    let long = "a: &a " + String(repeating: "x", count: 1 << 20) + "\nb: ["
    #expect(Reading(long + "*a,*a,*a,*a]").places == [])
    #expect(Reading(long + "*a,*a,*a,*a,*a]").places == ["2:17 SR009"])
    #expect(Reading(long + "*a,[*a,*a],*a,*a]").places == ["2:19 SR009"])
  }

  @Test("a key is short")
  func limitsKeys() {
    let key = String(repeating: "k", count: 1024)
    #expect(Reading("? \(key)\n: 1").places == [])
    #expect(Reading("? \(key)k\n: 1").places == ["1:3 SR007"])
  }

  @Test("suggestions for many aliases and anchors don't take quadratic time")
  func limitsSuggestions() {
    let anchors = (0..<5_000).map { "&anchor\($0) b" }.joined(separator: ",")
    let aliases = (0..<5_000).map { "*anchors\($0)" }.joined(separator: ",")
    #expect(Reading("[\(anchors),\(aliases)]").findings.count == 5_000)
  }

  @Test("a file over 4 MiB is refused before it is read")
  func limitsSize() {
    let full = "a: 1\n" + String(repeating: "#", count: (4 << 20) - 5)
    #expect(Reading(full).places == [])
    #expect(Reading(full + "#").places == ["1:1 SR008"])
  }

  @Test("long lines and long scalars are read in the time that their bytes take")
  func readsLargeScalars() {
    let size = 300_000
    let line = String(repeating: "é ", count: size / 3)
    for text in ["a: \(line)", "a: '\(line)'", "a: \"\(line)\"", "a: |\n  \(line)", "# \(line)", "[" + line + "]"] {
      #expect(Reading(text).places == [], "\(text.prefix(10))")
    }
    let escapes = "a: \"" + String(repeating: "\\n", count: size / 2) + "\""
    #expect(Reading(escapes).places == [])
    let lines = "a: >\n" + String(repeating: "  x\n\n", count: size / 5)
    #expect(Reading(lines).places == [])
  }

  static let encodings: [(bytes: [UInt8], place: String, name: String)] = [
    ([0xFF, 0xFE, 0x61, 0], "1:1 SR014", "UTF-16"),
    ([0xFE, 0xFF, 0, 0x61], "1:1 SR014", "UTF-16"),
    ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "1:1 SR014", "UTF-32"),
    ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "1:1 SR014", "UTF-32"),
    (Array("a: 1\nb: é".utf8) + [0xE9], "2:5 SR013", "0xE9"),
    (Array("a: ".utf8) + [0xC0, 0x80], "1:4 SR013", "0xC0"),
    (Array("a: ".utf8) + [0xED, 0xA0, 0x80], "1:4 SR013", "0xED"),
    (Array("a: ".utf8) + [0xF4, 0x90, 0x80, 0x80], "1:4 SR013", "0xF4"),
    (Array("a: ".utf8) + [0xE2, 0x82], "1:4 SR013", "0xE2"),
    (Array("a: ".utf8) + [0x80], "1:4 SR013", "0x80"),
    (Array("a: x".utf8) + [0], "1:5 SR015", "U+0000"),
    (Array("a: x\u{7F}".utf8), "1:5 SR015", "U+007F"),
    (Array("a: x\u{FFFF}".utf8), "1:5 SR015", "U+FFFF"),
  ]

  @Test("what is no UTF-8 text is refused at its first byte", arguments: encodings)
  func refusesEncoding(_ example: (bytes: [UInt8], place: String, name: String)) {
    let reading = Reading(bytes: example.bytes)
    #expect(reading.places == [example.place])
    #expect(reading.findings.first?.message.contains(example.name) == true)
  }
}
