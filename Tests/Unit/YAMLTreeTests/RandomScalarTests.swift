import SentinelDiagnostics
import Testing
import YAMLTree

/// Scalars of all styles, put together from parts that are hard to read.
struct ScalarGenerator {
  var random: SeededGenerator

  static let lines = ["\n", "\n", "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
  static let words = [
    "a", "bc", "é", "字", "🚨", "x:y", "a#b", "-", "1", "''", "(", "%", "e\u{301}", "\u{FEFF}", "{{ v }}",
  ]
  static let escapes = [
    "\\n", "\\t", "\\\"", "\\\\", "\\/", "\\0", "\\a", "\\b", "\\e", "\\f", "\\r", "\\v", "\\N", "\\_", "\\L", "\\P",
    "\\ ",
    "\\x41", "\\xe9", "\\u00e9", "\\u5b57", "\\U0001F6A8", "\\\n  ", "\\\r\n \t ", " \\\n\n  ",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func flow(_ parts: [String], indent: String) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      text += pick(parts)
      if chance(50) { text += pick([" ", "  ", "\t", " \t"]) }
      if chance(25) {
        text += pick(Self.lines)
        while chance(25) { text += pick(["", " ", "\t"]) + pick(Self.lines) }
        text += indent + pick(["", " ", "\t"])
      }
    }
    return text
  }

  mutating func block(indent: String) -> String {
    var text = pick(["|", ">"])
    let explicit = chance(30)
    let step = explicit ? Int.random(in: 1...4, using: &random) : 2
    text += pick(["", "-", "+"])
    if explicit { text += "\(step)" }
    text += pick(["", "", " ", "  # c"]) + pick(["\n", "\n", "\r\n"])
    let inner = indent + String(repeating: " ", count: step)
    for _ in 0..<Int.random(in: 0..<6, using: &random) {
      if chance(30) {
        text += chance(50) ? "" : String(repeating: " ", count: Int.random(in: 0...inner.utf8.count, using: &random))
      } else {
        text += inner + pick(Self.words)
        if chance(30) { text += pick([" ", "\t", "  ", " # no comment", " \"q'"]) + pick(Self.words) }
        if chance(10) { text += " " }
        if chance(20) { text = text + "\n" + inner + pick([" ", "\t", "  "]) + pick(Self.words) }
      }
      text += pick(Self.lines)
    }
    return text
  }

  mutating func scalar(indent: String) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: "w" + flow(Self.words, indent: indent + " ") + "w"
    case 1: "'" + flow(Self.words, indent: indent + " ") + "'"
    case 2: "\"" + flow(Self.words + Self.escapes + Self.escapes, indent: indent + " ") + "\""
    default: block(indent: indent)
    }
  }

  /// A file whose last value is a scalar at some depth.
  mutating func file() -> String {
    let value: String
    switch Int.random(in: 0..<8, using: &random) {
    case 0: value = scalar(indent: "")
    case 1: value = "k:\n    - x\n    - " + scalar(indent: "    ") + "\n"
    case 2: value = "k:\n  é: " + scalar(indent: "  ") + "\n"
    case 3: value = "- - - " + scalar(indent: "    ") + "\n"
    case 4: value = "k:\n- a: " + scalar(indent: "  ") + "\n"
    case 5: value = "k: &x !!str " + scalar(indent: "") + "\n"
    case 6: value = "k: &x\n  !!str\n  " + scalar(indent: "") + "\n"
    default: value = "? " + scalar(indent: "") + "\n: v\n"
    }
    return (chance(10) ? "\u{FEFF}" : "") + (chance(30) ? "# é字🚨\n" : "") + value
  }
}

@Suite("Random scalars")
struct RandomScalarTests {
  @Test("every scalar is found again in the file, byte by byte", arguments: 0..<8)
  func neverFallsBack(_ seed: UInt64) {
    var generator = ScalarGenerator(seed: seed)
    var read = 0
    for _ in 0..<2_500 {
      let file = generator.file()
      let reading = Reading(file)
      for scalar in reading.scalars {
        read += 1
        let offsets = scalar.offsets
        let isOrdered = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        #expect(isOrdered && offsets.count == scalar.text.utf8.count + 1, "\(file.debugDescription)")
        let isCoarse = scalar.text.utf8.count > 1 && Set(offsets).count == 1 && !scalar.range.text.contains("\\")
        #expect(!isCoarse && !scalar.isCoarse, "\(file.debugDescription) \(scalar.text.debugDescription)")
        checkPlaces(scalar, file)
      }
    }
    // Most files are valid, or this test would show nothing.
    #expect(read > 2_500)
  }

  /// What isn't escaped or folded stands in the file just as in the text.
  private func checkPlaces(_ scalar: YAMLScalar, _ file: String) {
    let bytes = scalar.range.source.bytes
    for (byte, place) in zip(scalar.text.utf8, scalar.offsets) where place < bytes.count {
      let written = bytes[place]
      let isFold = written == 0x0A || written == 0x0D || written == 0xC2 && (byte == 0x20 || byte == 0x0A)
      let isEscape = written == UInt8(ascii: "\\") && scalar.style == .doubleQuoted
      #expect(byte == written || isFold || isEscape, "\(file.debugDescription)")
    }
  }
}
