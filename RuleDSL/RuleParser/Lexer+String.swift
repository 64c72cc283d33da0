import RuleSyntax
import SentinelDiagnostics

/// Strings ([P68]) and characters that aren't ASCII.
extension Lexer {
  mutating func string(quote: UInt8) {
    var content: [UInt8] = []
    var offset = position + 1
    while offset < end {
      let byte = text.byte(offset)
      if byte == quote {
        return add(
          .literal(.string(String(decoding: content, as: UTF8.self))), length: offset + 1 - position)
      }
      if byte == UInt8(ascii: "\\") {
        escape(&offset, into: &content)
      } else {
        content.append(byte)
        offset += 1
      }
    }
    let sign = Character(UnicodeScalar(quote))
    report(
      .unterminatedString, "the string is unterminated", at: position..<position + 1,
      label: "no closing \(sign) follows")
    add(.invalid, length: end - position)
  }

  /// Reads the escape at `offset`. An unknown one stays as it is, backslash included, so that patterns need no doubling.
  private func escape(_ offset: inout Int, into content: inout [UInt8]) {
    let following = offset + 1 < end ? text.byte(offset + 1) : 0
    let plain: UInt8? =
      switch following {
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "t"): 0x09
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): following
      default: nil
      }
    if let plain {
      content.append(plain)
      offset += 2
    } else if following == UInt8(ascii: "u"), let (scalar, length) = unicodeEscape(offset) {
      content.append(contentsOf: Array(String(Character(scalar)).utf8))
      offset += length
    } else {
      content.append(UInt8(ascii: "\\"))
      offset += 1
    }
  }

  /// `\uXXXX`, or two of them for a scalar beyond U+FFFF; nil for anything else.
  private func unicodeEscape(_ offset: Int) -> (UnicodeScalar, length: Int)? {
    guard let first = hexadecimal(offset + 2) else { return nil }
    if let scalar = UnicodeScalar(first) { return (scalar, 6) }
    guard (0xD800..<0xDC00).contains(first), offset + 7 < end, text.byte(offset + 6) == UInt8(ascii: "\\"),
      text.byte(offset + 7) == UInt8(ascii: "u"), let second = hexadecimal(offset + 8),
      (0xDC00..<0xE000).contains(second)
    else { return nil }
    return UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map { ($0, 12) }
  }

  private func hexadecimal(_ offset: Int) -> UInt32? {
    guard offset + 4 <= end, text.bytes[offset..<offset + 4].allSatisfy({ $0.isDigit || $0.isLetter }) else {
      return nil
    }
    return UInt32(text.string(offset..<offset + 4), radix: 16)
  }

  mutating func notASCII() {
    let (scalar, length) = scalar(at: position)
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
      curvedString(scalar, length)
    case "\u{2264}": misspelled(.lessOrEqual, length: length)
    case "\u{2265}": misspelled(.greaterOrEqual, length: length)
    case "\u{2260}": misspelled(.notEqual, length: length)
    case "\u{D7}": misspelled(.multiply, length: length)
    case "\u{F7}": misspelled(.divide, length: length)
    case "\u{2212}", "\u{2013}", "\u{2014}": misspelled(.subtract, length: length)
    case _ where scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
      report(
        .unexpectedCharacter, "the character \(code) is invisible and is no blank", at: position..<position + length,
        label: "replace it by a blank")
      position += length
    default: unexpected(length: length)
    }
  }

  private func scalar(at offset: Int) -> (UnicodeScalar, length: Int) {
    var length = 1
    while offset + length < end, text.byte(offset + length) & 0xC0 == 0x80 { length += 1 }
    let scalar = String(decoding: text.bytes[offset..<offset + length], as: UTF8.self).unicodeScalars.first
    return (scalar ?? "\u{FFFD}", length)
  }

  /// A string in quotes of print: reported, and read up to the next such quote.
  private mutating func curvedString(_ quote: UnicodeScalar, _ length: Int) {
    report(
      .typographicQuotes, "unexpected typographic quote '\(quote)'", at: position..<position + length,
      label: "strings stand in straight quotes, \" or '")
    let content = position + length
    var offset = content
    while offset < end {
      let (scalar, length) = scalar(at: offset)
      switch scalar {
      case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{AB}", "\u{BB}":
        return add(.literal(.string(text.string(content..<offset))), length: offset + length - position)
      default: offset += length
      }
    }
    add(.invalid, length: end - position)
  }
}
