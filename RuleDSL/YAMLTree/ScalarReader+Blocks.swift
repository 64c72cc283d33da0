/// Literal (`|`) and folded (`>`) block scalars (YAML 1.2.2, 8.1).
extension ScalarReader {
  /// The map of a block scalar that begins at its indicator, and the end of its last line with text.
  ///
  /// - Parameter parentIndent: the column of the block collection around it, -1 at the root. O(length).
  static func blockMap(
    of text: String, style: YAMLScalar.Style, in range: Range<Int>, of bytes: [UInt8], parentIndent: Int
  ) -> (map: OffsetMap, end: Int) {
    var reader = ScalarReader(bytes, range)
    let end = reader.readBlock(isFolded: style == .folded, parentIndent: parentIndent)
    return (reader.map(of: text, at: range.lowerBound), end)
  }

  private enum Chomping {
    case strip
    case clip
    case keep
  }

  private struct Header {
    var chomping = Chomping.clip
    var increment: Int?
  }

  /// Line breaks that wait until it is known what follows them: their texts and places.
  private struct Breaks {
    var text: [UInt8] = []
    var places: [Int] = []
  }

  private mutating func readBlock(isFolded: Bool, parentIndent: Int) -> Int {
    let header = readHeader()
    var contentEnd = position
    position += breakWidth()
    var indent = header.increment.map { max(parentIndent, 0) + $0 }
    var trailing = readEmptyLines(&indent, parentIndent: parentIndent)
    var leading = Breaks()
    var wasIndented = false
    while position < end, column == indent {
      let isIndented = isBlank
      if isFolded, leading.text.first == 0x0A, !wasIndented, !isIndented {
        if trailing.text.isEmpty, let place = leading.places.first { append(0x20, at: place) }
      } else {
        append(leading)
      }
      append(trailing)
      wasIndented = isIndented
      while position < end, breakWidth() == 0 { copy() }
      contentEnd = position
      leading = readBreak()
      trailing = readEmptyLines(&indent, parentIndent: parentIndent)
    }
    if header.chomping != .strip { append(leading) }
    if header.chomping == .keep { append(trailing) }
    return contentEnd
  }

  /// Reads indicators and comment up to the line's end.
  private mutating func readHeader() -> Header {
    var header = Header()
    position += 1
    while position < end, breakWidth() == 0 {
      switch byte {
      case UInt8(ascii: "-"): header.chomping = .strip
      case UInt8(ascii: "+"): header.chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9"): header.increment = Int(byte - UInt8(ascii: "0"))
      default:
        // A comment.
        while position < end, breakWidth() == 0 { position += 1 }
        return header
      }
      position += 1
    }
    return header
  }

  private mutating func readBreak() -> Breaks {
    var taken = ScalarReader(bytes, position..<end)
    if taken.breakWidth() > 0 { taken.copyBreak() }
    position = taken.position
    return Breaks(text: taken.text, places: taken.places)
  }

  private mutating func append(_ breaks: Breaks) {
    text += breaks.text
    places += breaks.places
  }

  /// Skips the indentation of the next line with text, and takes the empty lines before it. Without an indentation
  /// indicator the first such line sets the indentation.
  private mutating func readEmptyLines(_ indent: inout Int?, parentIndent: Int) -> Breaks {
    var breaks = Breaks()
    var deepest = 0
    column = 0
    while position < end {
      while position < end, byte == 0x20, indent.map({ column < $0 }) ?? true {
        position += 1
        column += 1
      }
      deepest = max(deepest, column)
      guard breakWidth() > 0 else { break }
      let next = readBreak()
      breaks.text += next.text
      breaks.places += next.places
      column = 0
    }
    if indent == nil { indent = max(deepest, parentIndent + 1, 1) }
    return breaks
  }
}
