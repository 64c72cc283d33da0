/// Scalars as YAML writes them.
enum YAMLText {
  /// The text as a plain scalar where that reads back as this string, also in a flow list; else in quotes.
  static func string(_ text: String) -> String {
    if isPlain(text) { return text }
    let needsEscapes = text.unicodeScalars.contains {
      $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || isSpecial($0)
    }
    return needsEscapes
      ? doubleQuoted(text)
      : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// What editors or YAML take for a line break or a mark.
  private static func isSpecial(_ scalar: UnicodeScalar) -> Bool {
    [0x2028, 0x2029, 0xFEFF].contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value)
  }

  /// Words and blanks that can't be taken for anything else.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, isLetter(first), last != " "
    else {
      return false
    }
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    return !reserved.contains(text.lowercased())
      && text.unicodeScalars.allSatisfy {
        isLetter($0) || ("0"..."9").contains($0) || " .()<>=+*/%$_-".unicodeScalars.contains($0)
      }
  }

  private static func isLetter(_ scalar: UnicodeScalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func doubleQuoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || isSpecial(scalar):
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}
