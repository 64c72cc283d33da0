import SentinelDiagnostics

/// Rows in aligned columns, for people or as Markdown.
package struct TextTable {
  package enum Alignment: Sendable {
    case left
    case right
  }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells that are missing are empty, those that are too many are dropped. Cells may come from input:
  /// nothing in them may steer a terminal.
  package mutating func append(_ cells: [String]) {
    rows.append(columns.indices.map { $0 < cells.count ? TerminalText.escape(cells[$0]) : "" })
  }

  /// Titles and rows with two spaces between the columns and none at the end of a line.
  package var text: String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in lines.map { Self.width($0[column]) }.max() ?? 0 }
    return lines.map { cells in
      let padded = columns.indices.map { Self.padded(cells[$0], widths[$0], columns[$0].alignment) }
      return Self.trimmed(padded.joined(separator: "  ")) + "\n"
    }.joined()
  }

  /// The same as a table of Markdown.
  package var markdown: String {
    let rule = columns.map { $0.alignment == .left ? "---" : "---:" }
    let lines = [columns.map(\.title), rule] + rows.map { $0.map(Self.escaped) }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func width(_ cell: String) -> Int { cell.count }

  private static func padded(_ cell: String, _ width: Int, _ alignment: Alignment) -> String {
    let padding = String(repeating: " ", count: max(0, width - self.width(cell)))
    return alignment == .left ? cell + padding : padding + cell
  }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
