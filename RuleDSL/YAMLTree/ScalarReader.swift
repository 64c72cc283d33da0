/// Reads a scalar once more in the file, to know where each byte of its text stands.
///
/// libyaml gives a scalar's text and where it begins and ends, nothing in between. This reader follows the rules by
/// which libyaml folds, unescapes and strips (YAML 1.1 line breaks: LF, CR, CRLF, NEL, LS, PS), and its text is compared
/// with libyaml's; should they differ, the map is coarse instead of wrong.
struct ScalarReader {
  let bytes: [UInt8]
  var position: Int
  let end: Int
  var text: [UInt8] = []
  /// Where each byte of `text` stands.
  var places: [Int] = []
  /// How many blanks of indentation stand before `position`; kept in block scalars only.
  var column = 0

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = min(range.upperBound, bytes.count)
  }

  /// The map of a plain or quoted scalar whose text in the file, quotes included, is `range`. O(length).
  static func map(of text: String, style: YAMLScalar.Style, in range: Range<Int>, of bytes: [UInt8]) -> OffsetMap {
    let quotes = style == .plain ? 0 : 1
    let inner = (range.lowerBound + quotes)..<max(range.lowerBound + quotes, range.upperBound - quotes)
    let count = text.utf8.count
    if inner.count == count, inner.upperBound <= bytes.count, isSame(text, bytes[inner]) {
      return .contiguous(start: inner.lowerBound, count: count)
    }
    var reader = ScalarReader(bytes, inner)
    switch style {
    case .singleQuoted: reader.readFlow { $0.readSingleQuoted() }
    case .doubleQuoted: reader.readFlow { $0.readDoubleQuoted() }
    default: reader.readFlow { $0.copy() }
    }
    return reader.map(of: text, at: range.lowerBound)
  }

  /// Most scalars end here, so this compares contiguous memory where it can.
  private static func isSame(_ text: String, _ bytes: ArraySlice<UInt8>) -> Bool {
    let isSame = text.utf8.withContiguousStorageIfAvailable { text in
      bytes.withUnsafeBufferPointer { $0.elementsEqual(text) }
    }
    return isSame ?? text.utf8.elementsEqual(bytes)
  }

  /// The map of what was read, if that is `expected`.
  func map(of expected: String, at start: Int) -> OffsetMap {
    guard expected.utf8.elementsEqual(text) else { return .coarse(start: start, count: expected.utf8.count) }
    return .table(places + [position])
  }

  var byte: UInt8 { position < end ? bytes[position] : 0 }

  func byte(at offset: Int) -> UInt8 { position + offset < end ? bytes[position + offset] : 0 }

  var isBlank: Bool { byte == 0x20 || byte == 0x09 }

  /// The width of the line break here, 0 if there is none.
  func breakWidth(at offset: Int = 0) -> Int {
    switch byte(at: offset) {
    case 0x0A: return position + offset < end ? 1 : 0
    case 0x0D: return byte(at: offset + 1) == 0x0A ? 2 : 1
    case 0xC2: return byte(at: offset + 1) == 0x85 ? 2 : 0
    case 0xE2:
      let isSeparator = byte(at: offset + 1) == 0x80 && (byte(at: offset + 2) & 0xFE) == 0xA8
      return isSeparator ? 3 : 0
    default: return 0
    }
  }

  mutating func append(_ byte: UInt8, at place: Int) {
    text.append(byte)
    places.append(place)
  }

  /// Takes over a byte as it stands.
  mutating func copy() {
    append(byte, at: position)
    position += 1
  }

  /// Takes over a line break: LS and PS as they stand, any other as LF.
  mutating func copyBreak() {
    let width = breakWidth()
    if width == 3 {
      for index in 0..<3 { append(bytes[position + index], at: position + index) }
    } else {
      append(0x0A, at: position)
    }
    position += width
  }

  /// Reads a scalar whose lines are folded, with `readCharacter` for what is neither blank nor break.
  private mutating func readFlow(_ readCharacter: (inout ScalarReader) -> Void) {
    while position < end {
      if isBlank || breakWidth() > 0 { fold() } else { readCharacter(&self) }
    }
  }

  /// Blanks within a line stay; around a line break they go, and one break becomes a blank, n breaks n - 1.
  private mutating func fold() {
    let start = position
    while position < end, isBlank { position += 1 }
    if breakWidth() == 0 {
      for place in start..<position { append(bytes[place], at: place) }
      return
    }
    let first = position
    let isSeparator = breakWidth() == 3
    position += breakWidth()
    if isSeparator { for place in first..<position { append(bytes[place], at: place) } }
    let before = text.count
    skipEmptyLines()
    if !isSeparator, text.count == before { append(0x20, at: first) }
  }

  /// Skips indentation and takes over further line breaks.
  mutating func skipEmptyLines() {
    while position < end {
      if isBlank {
        position += 1
      } else if breakWidth() > 0 {
        copyBreak()
      } else {
        return
      }
    }
  }

  /// `''` is a quote.
  private mutating func readSingleQuoted() {
    let isQuote = byte == UInt8(ascii: "'")
    copy()
    if isQuote, byte == UInt8(ascii: "'") { position += 1 }
  }
}
