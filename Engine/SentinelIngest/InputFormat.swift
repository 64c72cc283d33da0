/// The form in which an input holds events.
package enum InputFormat: String, Sendable, CaseIterable {
  /// NDJSON, an object, or an array of objects.
  case json
  case csv

  /// By the extension: `.csv` and `.csv.gz` are CSV, all else is JSON [P66].
  package init(path: String) {
    let name = path.lowercased()
    self = name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") ? .csv : .json
  }

  /// What a first line that can't be read seems to be, with a way out; nil where it looks like broken JSON.
  static func guess(firstLine bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if let reason = utf16(bytes) { return reason }
    guard let first = bytes.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
    if hasColumns(bytes, cutBy: UInt8(ascii: ",")) {
      return "looks like CSV: only files named .csv are read so; --input-format csv takes any input for CSV"
    }
    guard hasColumns(bytes, cutBy: UInt8(ascii: "\t")) else { return nil }
    return "looks like columns cut by tabs: only JSON and CSV, which is cut by commas, are read"
  }

  /// The reason to refuse bytes that are UTF-16: its mark stands in front, or every other byte of plain text is 0.
  static func utf16(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.count >= 2 else { return nil }
    let isMarked = (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)
    guard isMarked || (bytes[0] == 0) != (bytes[1] == 0) else { return nil }
    return "is UTF-16: only UTF-8 is read; convert it with iconv -f UTF-16 -t UTF-8"
  }

  /// Whether a line is at least two short texts with that byte between them; a sentence has a blank behind its comma.
  private static func hasColumns(_ line: UnsafeBufferPointer<UInt8>, cutBy separator: UInt8) -> Bool {
    let cells = line.split(separator: separator, maxSplits: 1_000, omittingEmptySubsequences: false)
    return cells.count > 1
      && cells.allSatisfy { cell in cell.count <= 64 && cell.first.map { $0 > 0x20 && $0 != UInt8(ascii: "{") } ?? false
      }
  }
}
