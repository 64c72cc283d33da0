/// A file's text with its line table.
public final class SourceText: Sendable {
  /// The path as the user gave it; `<stdin>` and the like for texts without a file.
  public let path: String
  public let bytes: [UInt8]
  /// The byte offset at which each line starts. Lines end at LF, CRLF or a lone CR.
  private let lineStarts: [Int]
  /// Ranges of bytes that no excerpt may show, such as secrets; ascending, none touches another.
  package let hidden: [Range<Int>]

  public convenience init(path: String, bytes: [UInt8]) { self.init(path: path, bytes: bytes, hiding: []) }

  /// - Parameter hiding: ranges of bytes that no excerpt may show, in any order.
  package init(path: String, bytes: [UInt8], hiding: [Range<Int>]) {
    self.path = path
    self.bytes = bytes
    hidden = Self.merged(hiding.map { $0.clamped(to: 0..<bytes.count) })
    var starts = [0]
    for (index, byte) in bytes.enumerated() {
      let isLoneReturn = byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
      if byte == 0x0A || isLoneReturn { starts.append(index + 1) }
    }
    lineStarts = starts
  }

  public convenience init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// A place as people count: both from 1, the column in Unicode scalars.
  public struct Position: Hashable, Sendable {
    public let line: Int
    public let column: Int
  }

  /// The position of a byte offset; offsets past the end count as the end. O(log lines + length of the line).
  public func position(of offset: Int) -> Position {
    let offset = min(max(0, offset), bytes.count)
    let line = lineIndex(of: offset)
    // Continuation bytes (10xxxxxx) begin no scalar.
    let column = bytes[lineStarts[line]..<offset].reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } }
    return Position(line: line + 1, column: column + 1)
  }

  /// The byte offset of a place given in lines and Unicode scalars from 0, as libyaml counts them.
  public func offset(line: Int, scalar: Int) -> Int {
    guard line >= 0 else { return 0 }
    guard line < lineStarts.count else { return bytes.count }
    var offset = lineStarts[line]
    var left = scalar
    while offset < bytes.count, left > 0 {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  public var lineCount: Int { lineStarts.count }

  /// The bytes of a line (from 1), without its end.
  public func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<end]
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

extension SourceText: Hashable {
  public static func == (left: SourceText, right: SourceText) -> Bool { left === right }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A half-open range of bytes in one source text.
public struct SourceRange: Hashable, Sendable {
  public let source: SourceText
  public let start: Int
  public let end: Int

  public init(_ source: SourceText, _ start: Int, _ end: Int) {
    self.source = source
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest range that holds both.
  /// - Precondition: both lie in the same source.
  public func union(_ other: SourceRange) -> SourceRange {
    precondition(source === other.source, "ranges of \(source.path) and \(other.source.path) have no union")
    return SourceRange(source, min(start, other.start), max(end, other.end))
  }

  /// The text of the range.
  public var text: String {
    let end = min(end, source.bytes.count)
    return String(decoding: source.bytes[min(start, end)..<end], as: UTF8.self)
  }
}
