import SentinelDiagnostics

/// What libyaml's failure means to someone who writes rules.
struct SyntaxExplanation {
  let source: SourceText
  let failure: SyntaxFailure
  /// The innermost bracket that is open.
  let bracket: Int?

  var diagnostic: Diagnostic {
    if let indicator = reservedIndicator() { return needsQuotes(at: indicator) }
    if let quote = innerQuote() { return quoteInText(quote) }
    return known() ?? rare() ?? Diagnostic(.yamlSyntax, fallback, at: word(failure.offset))
  }

  /// Nobody should come here; libyaml's own words are better than none.
  private var fallback: String {
    "this can't be read as YAML: \(failure.problem)\(failure.context.isEmpty ? "" : " \(failure.context)")"
  }

  private func known() -> Diagnostic? {
    switch failure.problem {
    case "mapping values are not allowed in this context": return colon()
    case "found unexpected end of stream", "found unexpected document indicator": return unclosed("quote")
    case "found unknown escape character":
      return Diagnostic(
        .unknownEscape, "this backslash begins no escape that YAML knows", at: word(failure.offset, limit: 2),
        help: "put the text between single quotes, where a backslash is only a backslash")
    case "could not find expected ':'":
      return Diagnostic(
        .yamlSyntax, "this line is no key with a value, nor part of the text above it",
        at: word(failure.contextOffset ?? failure.offset), help: "a key needs a colon and a blank behind it")
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return flow()
    case "did not find expected key", "did not find expected '-' indicator":
      return Diagnostic(
        .yamlSyntax, "this fits neither the value before it nor the \(collection) around it", at: word(failure.offset),
        notes: opening("the \(collection) begins here"),
        help: "check the indentation, and that nothing stands behind a closing quote or bracket")
    case "did not find expected <document start>":
      return Diagnostic(.yamlSyntax, "nothing can follow the end of the document's value", at: word(failure.offset))
    case "block sequence entries are not allowed in this context":
      return Diagnostic(
        .yamlSyntax, "a list entry '- ' can't begin here", at: word(failure.offset, limit: 1),
        help: "put it on a line of its own, below the key, or quote a text that begins with '-'")
    case "found character that cannot start any token", "found a tab character that violates indentation":
      return Diagnostic(
        .yamlSyntax, "a tab can't indent in YAML", at: word(failure.offset, limit: 1), help: "use blanks")
    default: return nil
    }
  }

  private var collection: String { failure.context.contains("mapping") ? "mapping" : "list" }

  private func opening(_ message: String) -> [Diagnostic.Note] {
    failure.contextOffset.map { [Diagnostic.Note(message, at: word($0, limit: 1))] } ?? []
  }

  func unclosed(_ what: String, at opening: Int? = nil) -> Diagnostic {
    let offset = opening ?? failure.contextOffset ?? failure.offset
    return Diagnostic(
      .unclosedText, "the \(what) that opens here is never closed", at: word(offset, limit: 1),
      notes: [
        Diagnostic.Note("the file or document ends here, and it is still open", at: word(failure.offset))
      ])
  }

  private func flow() -> Diagnostic {
    if failure.offset >= source.bytes.count { return unclosed("bracket") }
    return Diagnostic(
      .yamlSyntax, "after a value in brackets comes a comma or the closing bracket", at: word(failure.offset),
      notes: opening("the \(collection) begins here"),
      help: "a text with brackets, braces or commas needs quotes here: [\"rate(m{a='x'}, 5m) > 1\", x]")
  }

  /// The quote that ended a text too early, where the failure stands behind one: with nothing between, or inside of an
  /// open `{{`.
  private func innerQuote() -> UInt8? {
    let problems = [
      "did not find expected key", "did not find expected '-' indicator", "did not find expected ',' or ']'",
      "did not find expected ',' or '}'", "did not find expected <document start>",
    ]
    guard problems.contains(failure.problem), failure.offset < source.bytes.count else { return nil }
    let line = source.line(source.position(of: failure.offset).line)
    var end = failure.offset
    while end > line.startIndex, line[end - 1] == 0x20 { end -= 1 }
    guard end > line.startIndex, end <= line.endIndex, end - 1 > line.startIndex else { return nil }
    let quote = line[end - 1]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    let text = line[line.startIndex..<end - 1]
    guard text.contains(quote) else { return nil }
    return end == failure.offset || Self.isInTemplate(text) ? quote : nil
  }

  /// Whether the text ends between `{{` and `}}`.
  private static func isInTemplate(_ text: ArraySlice<UInt8>) -> Bool {
    for (byte, next) in zip(text, text.dropFirst()).reversed() where byte == next {
      if byte == UInt8(ascii: "{") { return true }
      if byte == UInt8(ascii: "}") { return false }
    }
    return false
  }

  private func quoteInText(_ quote: UInt8) -> Diagnostic {
    let (kind, help) =
      quote == UInt8(ascii: "'")
      ? ("single", "put the whole text between double quotes")
      : ("double", "put the whole text between single quotes: '{{ x | default(\"…\") }}'")
    return Diagnostic(
      .yamlSyntax, "the text in \(kind) quotes ended at the quote before this", at: word(failure.offset),
      help: help + ", or below its key behind '>-'")
  }

  private func colon() -> Diagnostic {
    let place = word(failure.offset, limit: 1)
    let line = source.line(source.position(of: failure.offset).line)
    let head = line.prefix(max(0, failure.offset - line.startIndex)).drop { $0 == 0x20 || $0 == 0x09 }
    let isKey = !head.contains(0x20) && !head.contains(UInt8(ascii: "("))
    if isKey {
      return Diagnostic(
        .colonInText, "this colon can't begin a value: its line continues the text above", at: place,
        help: "indent the line as the other keys, or put the text above between quotes")
    }
    return Diagnostic(
      .colonInText, "a colon and a blank inside of a text without quotes", at: place,
      help: "write a named argument with '=' (baseline=1h), or put the whole text between quotes")
  }

  private func needsQuotes(at offset: Int) -> Diagnostic {
    let character = word(offset, limit: 1).text
    let meaning =
      switch character {
      case "!": "begins a YAML tag"
      case "*": "begins a YAML alias"
      case "&": "begins a YAML anchor"
      default: "is a reserved indicator of YAML"
      }
    return Diagnostic(
      .needsQuotes, "'\(character)' \(meaning), so a text that begins with it needs quotes", at: word(offset),
      help: "write condition: \"\(character == "!" ? "!absent(5m)" : character + "busy") and …\"")
  }

  /// The place on the failing line where a value begins with a character that means something else to YAML, if there
  /// is one at or before the failure.
  private func reservedIndicator() -> Int? {
    let line = source.line(source.position(of: failure.offset).line)
    var found: Int?
    var isStart = true
    var isFlow = false
    var offset = line.startIndex
    while offset < line.endIndex, offset <= failure.offset {
      let byte = line[offset]
      let next = offset + 1 < line.endIndex ? line[offset + 1] : 0x20
      switch byte {
      case 0x20, 0x09: break
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if isStart { offset = closingQuote(of: offset, in: line) }
        isStart = false
      case UInt8(ascii: "["), UInt8(ascii: "{"): isFlow = isFlow || isStart
      case UInt8(ascii: ","): isStart = isFlow
      case UInt8(ascii: ":"): isStart = next == 0x20
      case UInt8(ascii: "-") where next == 0x20: break
      default:
        if isStart, isReserved(byte, next: next, atLineStart: offset == line.startIndex) { found = offset }
        isStart = false
      }
      offset += 1
    }
    return found
  }

  /// `!!` begins a tag that is meant as one, `&` and `*` are mostly meant unless libyaml misses their name.
  private func isReserved(_ byte: UInt8, next: UInt8, atLineStart: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "`"): true
    case UInt8(ascii: "%"): !atLineStart
    case UInt8(ascii: "!"): next != UInt8(ascii: "!")
    case UInt8(ascii: "*"): failure.context.contains("alias") || failure.problem == "did not find expected key"
    case UInt8(ascii: "&"): failure.context.contains("anchor")
    default: false
    }
  }

  private func closingQuote(of start: Int, in line: ArraySlice<UInt8>) -> Int {
    let quote = line[start]
    var offset = start + 1
    while offset < line.endIndex, line[offset] != quote {
      offset += quote == UInt8(ascii: "\"") && line[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset
  }

  /// The word at a place, or what is left of the line: at least one character, unless the file ends.
  func word(_ start: Int, limit: Int = 60) -> SourceRange {
    let bytes = source.bytes
    let start = min(max(0, start), bytes.count)
    var end = start
    var left = limit
    while end < bytes.count, left > 0, bytes[end] > 0x20 {
      end += 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      left -= 1
    }
    return SourceRange(source, start, end == start ? min(start + 1, bytes.count) : end)
  }
}
