public import SentinelDiagnostics

/// A node of a YAML document with its exact place.
///
/// Aliases are expanded and merge keys (`<<`) applied: what remains is scalars, sequences and mappings. An aliased node
/// keeps the range of the anchor's text, so a fault inside is shown where it is written; ``aliasRange`` says where it
/// was used.
public struct YAMLNode: Sendable {
  public indirect enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  public struct Entry: Sendable {
    public let key: YAMLScalar
    public let keyRange: SourceRange
    public let value: YAMLNode

    public init(key: YAMLScalar, keyRange: SourceRange, value: YAMLNode) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  public let content: Content
  /// From the first to behind the last character of the node's text. A missing value (`key:`) is the empty range
  /// behind the colon.
  public let range: SourceRange
  /// The alias (`*name`) through which the node came here.
  public let aliasRange: SourceRange?

  public init(_ content: Content, range: SourceRange, aliasRange: SourceRange? = nil) {
    self.content = content
    self.range = range
    self.aliasRange = aliasRange
  }
}

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
  /// For each UTF-8 byte of `text` its byte offset in the file, and one more for the end.
  public let offsets: [Int]

  public init(text: String, style: Style, value: Value, range: SourceRange, offsets: [Int]) {
    self.text = text
    self.style = style
    self.value = value
    self.range = range
    self.offsets = offsets
  }

  /// The place in the file of a range of UTF-8 bytes of `text`.
  public func range(_ bytes: Range<Int>) -> SourceRange {
    guard let last = offsets.last else { return range }
    let start = bytes.lowerBound < offsets.count ? offsets[bytes.lowerBound] : last
    // The end is behind the last byte, not where the next one stands: between them may be a fold or an escape.
    let end = bytes.isEmpty || bytes.upperBound - 1 >= offsets.count ? start : offsets[bytes.upperBound - 1] + 1
    return SourceRange(range.source, start, max(start, end))
  }
}
