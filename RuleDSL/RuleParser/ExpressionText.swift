import SentinelDiagnostics
import YAMLTree

/// The bytes of an expression and where they stand in a file.
struct ExpressionText {
  let bytes: [UInt8]
  /// nil for a text that is the whole source.
  private let scalar: YAMLScalar?
  private let source: SourceText

  init(_ scalar: YAMLScalar) {
    bytes = Array(scalar.text.utf8)
    self.scalar = scalar
    source = scalar.range.source
  }

  init(_ text: String, source: SourceText) {
    bytes = Array(text.utf8)
    scalar = nil
    self.source = source
  }

  /// The place in the file of bytes of the text.
  func range(_ bytes: Range<Int>) -> SourceRange {
    scalar?.range(bytes) ?? SourceRange(source, bytes.lowerBound, bytes.upperBound)
  }

  /// The place of the whole text, a scalar's quotes included.
  var whole: SourceRange { scalar?.range ?? SourceRange(source, 0, bytes.count) }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The byte at an offset; 0 behind the end.
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  /// What a name may hold behind its first character.
  var isWordCharacter: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
