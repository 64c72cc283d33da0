/// The first line of a range with carets below it.
struct SourceExcerpt {
  /// Longer lines are cut around the caret.
  static let columns = 160
  /// How far around the caret a line is looked at, in bytes; enough for `columns` of any characters.
  private static let reach = 1024

  /// From 1.
  let line: Int
  let text: String
  /// What stands below the text up to the carets: blanks, and tabs below tabs.
  let indent: String
  let carets: String

  /// Nil for a text without any bytes, such as that of a file that can't be read. O(1) but for finding the line.
  init?(_ range: SourceRange) {
    let source = range.source
    guard !source.bytes.isEmpty else { return nil }
    line = source.position(of: range.start).line
    let bytes = source.line(line)
    let start = min(max(range.start, bytes.startIndex), bytes.endIndex)
    let end = min(max(range.end, start), bytes.endIndex)
    let first = Self.boundary(max(bytes.startIndex, start - Self.reach), in: bytes)
    let last = min(bytes.endIndex, start + Self.reach)
    let cells = Self.cells(source, first..<max(first, last))
    let window = Self.window(cells, around: start, end: end)
    let isCutLeft = window.lowerBound > 0 || first > bytes.startIndex
    let isCutRight = window.upperBound < cells.count || last < bytes.endIndex
    let shown = cells[window]
    text = (isCutLeft ? "…" : "") + shown.map(\.text).joined() + (isCutRight ? "…" : "")
    let before = shown.filter { $0.offset < start }
    indent = (isCutLeft ? " " : "") + before.map(Self.blank).joined()
    let marked = shown.filter { $0.offset >= start && $0.offset < end }.reduce(0) { $0 + $1.width }
    carets = String(repeating: "^", count: max(1, marked))
  }

  /// What is shown of a range: a word instead of each part that is hidden.
  private static func cells(_ source: SourceText, _ shown: Range<Int>) -> [TerminalText.Cell] {
    var cells: [TerminalText.Cell] = []
    var offset = shown.lowerBound
    for hidden in source.hidden where hidden.overlaps(shown) {
      let start = max(offset, hidden.lowerBound)
      cells += TerminalText.cells(source.bytes[offset..<start])
      cells.append(TerminalText.Cell(text: "<secret>", width: 8, offset: start))
      offset = min(hidden.upperBound, shown.upperBound)
    }
    return cells + TerminalText.cells(source.bytes[offset..<shown.upperBound])
  }

  private static func blank(_ cell: TerminalText.Cell) -> String {
    cell.text == "\t" ? "\t" : String(repeating: " ", count: cell.width)
  }

  /// The next place from `offset` on that isn't inside of a character.
  private static func boundary(_ offset: Int, in bytes: ArraySlice<UInt8>) -> Int {
    var offset = offset
    while offset > bytes.startIndex, offset < bytes.endIndex, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  /// The cells to show: all if they fit, else `columns` of them, with a third of these before the caret.
  private static func window(_ cells: [TerminalText.Cell], around start: Int, end: Int) -> Range<Int> {
    if cells.reduce(0, { $0 + $1.width }) <= columns { return 0..<cells.count }
    let caret = cells.firstIndex { $0.offset >= start } ?? cells.count
    var first = caret
    var width = 0
    while first > 0, width + cells[first - 1].width <= columns / 3 {
      first -= 1
      width += cells[first].width
    }
    var last = caret
    while last < cells.count, width + cells[last].width <= columns {
      width += cells[last].width
      last += 1
    }
    // Near the line's end there is room for more before the caret.
    while last == cells.count, first > 0, width + cells[first - 1].width <= columns {
      first -= 1
      width += cells[first].width
    }
    return first..<last
  }
}
