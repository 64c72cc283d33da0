import SentinelDiagnostics

/// Failures that rule files have less often.
extension SyntaxExplanation {
  func rare() -> Diagnostic? {
    switch failure.problem {
    case "did not find expected node content": return missingValue()
    case "found undefined tag handle", "did not find expected tag URI", "did not find expected '!'",
      "did not find the expected '>'", "did not find URI escaped octet":
      return syntax("a text that begins with '!' is a YAML tag, and this is none", "put the text between quotes")
    case "did not find expected alphabetic or numeric character":
      return syntax("a name is missing behind '&' or '*'", "a text that begins with '&' or '*' needs quotes")
    case "mapping keys are not allowed in this context":
      return syntax("a key that begins with '? ' can't stand here", "write 'key: value', or quote the text")
    case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return syntax("this escape names no character", "\\x takes two hexadecimal digits, \\u four, \\U eight")
    case "found unexpected ':'":
      return syntax(
        "a colon can't stand inside of a text in a list or mapping in brackets", "put the text between quotes")
    case "did not find expected comment or line break", "found an indentation indicator equal to 0",
      "found a tab character where an indentation space is expected":
      return block()
    case "found incompatible YAML document": return directive()
    default: return failure.context.contains("directive") ? directive() : nil
    }
  }

  private func syntax(_ message: String, _ help: String) -> Diagnostic {
    Diagnostic(.yamlSyntax, message, at: word(failure.offset), help: help)
  }

  /// A value must stand here, and there is something else, or the end of the file.
  private func missingValue() -> Diagnostic {
    let isInBrackets = failure.context.contains("flow") && bracket != nil
    guard failure.offset < source.bytes.count else {
      if isInBrackets, let bracket { return unclosed(kind(of: bracket), at: bracket) }
      return syntax("a value is missing at the end of the file", "write one, or remove its key")
    }
    let found = word(failure.offset, limit: 1)
    return Diagnostic(
      .yamlSyntax, "a value is missing before this '\(found.text)'", at: found,
      notes: isInBrackets
        ? [.init("the \(bracket.map(kind) ?? "list") begins here", at: bracket.map { word($0, limit: 1) })] : [],
      help: "write a value, or remove the sign; a text that begins with it needs quotes")
  }

  private func kind(of bracket: Int) -> String {
    source.bytes.indices.contains(bracket) && source.bytes[bracket] == UInt8(ascii: "{") ? "mapping" : "list"
  }

  private func block() -> Diagnostic {
    guard failure.context.contains("block scalar") else { return directive() }
    return syntax(
      "a text below '|' or '>' begins on the next line, indented by blanks",
      "nothing but '-' or '+' stands behind the sign")
  }

  private func directive() -> Diagnostic {
    syntax("a line that begins with '%' is a YAML directive, and this is none that can be read", "remove the line")
  }
}
