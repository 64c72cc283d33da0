/// Text from files made safe for terminals, and how wide it is there.
package enum TerminalText {
  /// A character as it is shown, with the columns that it takes and the bytes that it comes from.
  struct Cell {
    let text: String
    let width: Int
    let offset: Int
  }

  /// Control characters, and those that reorder or hide text, as escapes such as `\u{1b}`.
  package static func escape(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars { escaped += isUnsafe(scalar) ? code(scalar) : String(scalar) }
    return escaped
  }

  /// The cells of UTF-8 bytes; tabs stay, bytes that are no UTF-8 are shown as `\x{ff}`. O(bytes).
  static func cells(_ bytes: ArraySlice<UInt8>) -> [Cell] {
    var cells: [Cell] = []
    var offset = bytes.startIndex
    while offset < bytes.endIndex {
      guard let (scalar, width) = decode(bytes, at: offset) else {
        let text = "\\x{\(String(bytes[offset], radix: 16))}"
        cells.append(Cell(text: text, width: text.utf8.count, offset: offset))
        offset += 1
        continue
      }
      if scalar != "\t", isUnsafe(scalar) {
        let text = code(scalar)
        cells.append(Cell(text: text, width: text.utf8.count, offset: offset))
      } else {
        cells.append(Cell(text: String(scalar), width: columns(scalar), offset: offset))
      }
      offset += width
    }
    return cells
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, at offset: Int) -> (Unicode.Scalar, Int)? {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes[offset...].makeIterator()
    guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else { return nil }
    return (Unicode.UTF8.decode(encoded), encoded.count)
  }

  private static func code(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: return false
    case 0..<0x20, 0x7F..<0xA0: return true
    // Joins parts of an emoji.
    case 0x200D: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
    default: return false
    }
  }

  /// The columns that terminals give a character: 2 for East Asian wide ones and emoji, 0 for combining ones.
  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
