public import SentinelDiagnostics

/// A scalar: its text, how it was written, and where each byte of the text stands in the file.
public struct YAMLScalar: Sendable {
  public enum Style: Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
  }

  /// A scalar's value under the YAML 1.2 core schema.
  public enum Value: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case float(Double)
    case string
  }

  /// The text after unquoting, unescaping and folding.
  public let text: String
  public let style: Style
  /// Resolved by the core schema: only plain scalars are anything but strings. `on`, `yes`, `1:30` and `1_000` are strings.
  public let value: Value
  /// The scalar in the file, quotes and indicators included.
  public let range: SourceRange
  private let map: OffsetMap

  public init(text: String, style: Style, value: Value, range: SourceRange, offsets: [Int]) {
    self.init(text: text, style: style, value: value, range: range, map: .table(offsets))
  }

  init(text: String, style: Style, value: Value, range: SourceRange, map: OffsetMap) {
    self.text = text
    self.style = style
    self.value = value
    self.range = range
    self.map = map
  }

  /// The same scalar with another value.
  func with(_ value: Value) -> YAMLScalar {
    YAMLScalar(text: text, style: style, value: value, range: range, map: map)
  }

  /// The same scalar with another text, which is read by the core schema where the scalar was plain. All of it stands
  /// at the scalar's start.
  package func replacing(text: String) -> YAMLScalar {
    YAMLScalar(
      text: text, style: style, value: style == .plain ? CoreSchema.value(of: text) : .string, range: range,
      map: .coarse(start: range.start, count: text.utf8.count))
  }

  /// What the text is by the core schema, without its quotes.
  package var plainValue: Value { CoreSchema.value(of: text) }

  /// Whether the text could not be found again in the file, so that all of it stands at the scalar's start.
  package var isCoarse: Bool {
    if case .coarse = map { true } else { false }
  }

  /// For each UTF-8 byte of `text` its byte offset in the file, and one more for the end. The bytes of an escaped
  /// character stand at its backslash, a blank or line end that comes from folding at the end of the first line.
  /// O(length of the text).
  public var offsets: [Int] { map.offsets }

  /// The place in the file of a range of UTF-8 bytes of `text`. O(1).
  public func range(_ bytes: Range<Int>) -> SourceRange {
    let start = map.offset(bytes.lowerBound)
    // The end is behind the last byte, not where the next one stands: between them may be a fold or an escape.
    let end = bytes.isEmpty || bytes.upperBound > map.count ? start : map.offset(bytes.upperBound - 1) + 1
    return SourceRange(range.source, start, max(start, end))
  }
}

/// Where the bytes of a decoded text stand. Most scalars stand in the file just as they are read, and need no table.
enum OffsetMap: Sendable, Equatable {
  case contiguous(start: Int, count: Int)
  /// One offset a byte, and one more for the end.
  case table([Int])
  /// A text that could not be found again in the file: all of it stands at the scalar's start.
  case coarse(start: Int, count: Int)

  /// How many bytes the text has.
  var count: Int {
    switch self {
    case .contiguous(_, let count), .coarse(_, let count): count
    case .table(let offsets): max(0, offsets.count - 1)
    }
  }

  var offsets: [Int] {
    switch self {
    case .contiguous(let start, let count): Array(start...(start + count))
    case .coarse(let start, let count): Array(repeating: start, count: count + 1)
    case .table(let offsets): offsets
    }
  }

  /// Bytes outside of the text count as its nearest end.
  func offset(_ byte: Int) -> Int {
    let byte = min(max(0, byte), count)
    switch self {
    case .contiguous(let start, _): return start + byte
    case .coarse(let start, _): return start
    case .table(let offsets): return byte < offsets.count ? offsets[byte] : 0
    }
  }
}
