public import RuleSyntax
public import SentinelDiagnostics
public import YAMLTree

/// Reads annotations: text with `{{ expression | filter("argument") }}` parts ([P86]).
public enum TemplateParser {
  /// Parses a scalar's text; nil if a part can't be read.
  public static func parse(_ scalar: YAMLScalar, diagnostics: inout Diagnostics) -> Template? {
    guard scalar.text.utf8.contains(UInt8(ascii: "{")) else {
      return Template(parts: scalar.text.isEmpty ? [] : [.text(scalar.text)], text: scalar.text)
    }
    var reader = TemplateReader(ExpressionText(scalar))
    reader.run()
    diagnostics.append(contentsOf: reader.diagnostics)
    return reader.diagnostics.hasErrors ? nil : Template(parts: reader.parts, text: scalar.text)
  }
}

/// Walks over a template's text once.
struct TemplateReader {
  private let text: ExpressionText
  private(set) var parts: [Template.Part] = []
  private(set) var diagnostics = Diagnostics()

  init(_ text: ExpressionText) { self.text = text }

  mutating func run() {
    var start = 0
    var offset = 0
    while offset < text.bytes.count {
      guard opens(offset) else {
        offset += 1
        continue
      }
      add(text.string(start..<offset))
      guard let pieces = pieces(from: offset + 2) else {
        report("'{{' is never closed", at: offset..<offset + 2, label: "expected '}}' behind the expression")
        return
      }
      placeholder(pieces, opening: offset..<offset + 2)
      offset = (pieces.last?.upperBound ?? offset) + 2
      start = offset
    }
    add(text.string(start..<offset))
  }

  private func opens(_ offset: Int) -> Bool {
    text.byte(offset) == UInt8(ascii: "{") && text.byte(offset + 1) == UInt8(ascii: "{")
  }

  private mutating func add(_ string: String) {
    guard !string.isEmpty else { return }
    if case .text(let before) = parts.last {
      parts[parts.count - 1] = .text(before + string)
    } else {
      parts.append(.text(string))
    }
  }

  private mutating func report(_ message: String, at bytes: Range<Int>, label: String? = nil) {
    diagnostics.append(Diagnostic(.invalidTemplate, message, at: text.range(bytes), label: label))
  }

  /// The expression and the filters up to the closing `}}`, cut at single `|`; nil if nothing closes.
  private func pieces(from start: Int) -> [Range<Int>]? {
    var pieces: [Range<Int>] = []
    var pieceStart = start
    var braces = 0
    var offset = start
    while offset < text.bytes.count {
      let byte = text.byte(offset)
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): offset = behindString(offset)
      case UInt8(ascii: "{"): braces += 1
      case UInt8(ascii: "}") where braces > 0: braces -= 1
      case UInt8(ascii: "}") where text.byte(offset + 1) == UInt8(ascii: "}"):
        return pieces + [pieceStart..<offset]
      case UInt8(ascii: "|") where text.byte(offset + 1) == UInt8(ascii: "|"): offset += 1
      case UInt8(ascii: "|"):
        pieces.append(pieceStart..<offset)
        pieceStart = offset + 1
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// The offset of a string's closing quote, or the end.
  private func behindString(_ start: Int) -> Int {
    var offset = start + 1
    while offset < text.bytes.count, text.byte(offset) != text.byte(start) {
      offset += text.byte(offset) == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset
  }

  private mutating func placeholder(_ pieces: [Range<Int>], opening: Range<Int>) {
    guard let first = pieces.first else { return }
    guard text.bytes[first].contains(where: { !$0.isBlank }) else {
      report("the placeholder is empty", at: opening, label: "expected an expression, like {{ value }}")
      return
    }
    let expression = ExpressionParser.parse(text, bytes: first, diagnostics: &diagnostics)
    let filters = pieces.dropFirst().compactMap { filter($0) }
    guard let expression else { return }
    // `{{ "{{" }}` is how braces are written: it is text like any other.
    if case .literal(.string(let string)) = expression.kind, pieces.count == 1 { return add(string) }
    parts.append(.expression(expression, filters: filters))
  }

  /// `name` or `name(literal, …)`
  private mutating func filter(_ bytes: Range<Int>) -> Template.Filter? {
    guard text.bytes[bytes].contains(where: { !$0.isBlank }) else {
      report("a filter is missing behind '|'", at: bytes.lowerBound - 1..<bytes.lowerBound, label: "like | duration")
      return nil
    }
    guard let expression = ExpressionParser.parse(text, bytes: bytes, diagnostics: &diagnostics) else { return nil }
    switch expression.kind {
    case .name(let name): return Template.Filter(name: Located(name, at: expression.range), arguments: [])
    case .call(let call):
      return arguments(of: call).map {
        Template.Filter(name: Located(call.function, at: call.functionRange), arguments: $0)
      }
    default:
      diagnostics.append(
        Diagnostic(
          .invalidTemplate, "not a filter", at: expression.range, label: "expected a name, like duration or number(2)"))
      return nil
    }
  }

  private mutating func arguments(of call: Call) -> [Literal]? {
    var literals: [Literal] = []
    for argument in call.arguments {
      guard argument.name == nil, case .expression(let value) = argument.value, case .literal(let literal) = value.kind
      else {
        let message = "the argument of a filter is a literal"
        diagnostics.append(
          Diagnostic(.invalidTemplate, message, at: call.functionRange, label: "like number(2) or default(\"none\")"))
        return nil
      }
      literals.append(literal)
    }
    return literals
  }
}
