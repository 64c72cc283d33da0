import RuleSyntax
import SentinelDiagnostics

/// Cuts an expression's text into tokens.
///
/// A fault whose meaning is clear (`=<`, `5min`, curved quotes) is reported and read as it was meant, so that the rest
/// of the expression is checked too. Any other ends the tokens with ``Token/Kind/invalid``.
struct Lexer {
  let text: ExpressionText
  var position: Int
  let end: Int
  var tokens: [Token] = []
  var diagnostics = Diagnostics()

  /// - Parameter bytes: the part of the text to read.
  init(_ text: ExpressionText, bytes: Range<Int>) {
    self.text = text
    position = bytes.lowerBound
    end = bytes.upperBound
  }

  mutating func run() {
    tokens.reserveCapacity((end - position) / 3 + 2)
    while true {
      while position < end, text.byte(position).isBlank { position += 1 }
      guard position < end else { break }
      next()
      if tokens.last?.kind == .invalid { return }
    }
    tokens.append(Token(kind: .end, range: end..<end))
  }

  private mutating func next() {
    let byte = peek(0)
    switch byte {
    case _ where byte.isLetter || byte == UInt8(ascii: "_"): word()
    case _ where byte.isDigit: number(from: position)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): string(quote: byte)
    case UInt8(ascii: "$"): dollar()
    case UInt8(ascii: "@"): macroReference()
    case UInt8(ascii: "."): point()
    case UInt8(ascii: "%"): percentSign()
    case 0x80...: notASCII()
    default: symbol(byte)
    }
  }

  /// The byte some places ahead; 0 behind the end.
  func peek(_ distance: Int) -> UInt8 {
    position + distance < end ? text.byte(position + distance) : 0
  }

  /// Adds a token of the next `length` bytes.
  mutating func add(_ kind: Token.Kind, length: Int) {
    let start = position
    position = min(end, position + length)
    tokens.append(Token(kind: kind, range: start..<position))
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>, label: String? = nil, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: text.range(range), label: label, help: help))
  }
}

// MARK: - Words and references

extension Lexer {
  /// The length of the name at a position: letters, digits and underscores, in parts that points join.
  private func nameLength(from start: Int) -> Int {
    var offset = start
    while offset < end {
      let byte = text.byte(offset)
      let joins = byte == UInt8(ascii: ".") && offset + 1 < end && text.byte(offset + 1).isWordCharacter
      guard byte.isWordCharacter || joins else { break }
      offset += 1
    }
    return offset - start
  }

  private mutating func word() {
    let length = nameLength(from: position)
    add(length > 8 ? .name : keyword(text.string(position..<position + length)) ?? .name, length: length)
  }

  private func keyword(_ word: String) -> Token.Kind? {
    switch word {
    case "and", "AND": .and
    case "or", "OR": .or
    case "not", "NOT": .not
    case "in", "IN": .binary(.isIn)
    case "contains", "CONTAINS": .binary(.contains)
    case "true": .literal(.boolean(true))
    case "false": .literal(.boolean(false))
    default: nil
    }
  }

  /// `$` before a digit is an amount, before a letter a list ([P74]).
  private mutating func dollar() {
    let following = peek(1)
    if following.isDigit {
      number(from: position + 1, isAmount: true)
    } else if following.isLetter {
      add(.listReference, length: 1 + simpleNameLength(from: position + 1))
    } else {
      report(
        .unexpectedCharacter, "'$' stands alone", at: position..<position + 1,
        label: "expected the name of a list, like $internal, or an amount, like $40")
      add(.invalid, length: 1)
    }
  }

  private mutating func macroReference() {
    if peek(1).isLetter {
      add(.macroReference, length: 1 + simpleNameLength(from: position + 1))
    } else {
      report(
        .unexpectedCharacter, "'@' stands alone", at: position..<position + 1,
        label: "expected the name of a macro, like @busy")
      add(.invalid, length: 1)
    }
  }

  private func simpleNameLength(from start: Int) -> Int {
    var offset = start
    while offset < end, text.byte(offset).isWordCharacter { offset += 1 }
    return offset - start
  }
}

// MARK: - Symbols

extension Lexer {
  private mutating func symbol(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "("): add(.leftParenthesis, length: 1)
    case UInt8(ascii: ")"): add(.rightParenthesis, length: 1)
    case UInt8(ascii: "["): add(.leftBracket, length: 1)
    case UInt8(ascii: "]"): add(.rightBracket, length: 1)
    case UInt8(ascii: "{"): add(.leftBrace, length: 1)
    case UInt8(ascii: "}"): add(.rightBrace, length: 1)
    case UInt8(ascii: ","): add(.comma, length: 1)
    case UInt8(ascii: ":"): add(.colon, length: 1)
    case UInt8(ascii: "+"): add(.binary(.add), length: 1)
    case UInt8(ascii: "-"): add(.binary(.subtract), length: 1)
    case UInt8(ascii: "*"): add(.binary(.multiply), length: 1)
    case UInt8(ascii: "/"): add(.binary(.divide), length: 1)
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "~"):
      comparison(byte)
    case UInt8(ascii: "&"): doubled(byte, .and, word: "and")
    case UInt8(ascii: "|"): doubled(byte, .or, word: "or")
    default: unexpected(length: 1)
    }
  }

  private mutating func comparison(_ byte: UInt8) {
    let following = peek(1)
    switch (UnicodeScalar(byte), UnicodeScalar(following)) {
    case ("=", "=") where peek(2) == UInt8(ascii: "="): misspelled(.equal, length: 3)
    case ("!", "=") where peek(2) == UInt8(ascii: "="): misspelled(.notEqual, length: 3)
    case ("=", "="): add(.binary(.equal), length: 2)
    case ("=", "~"): add(.binary(.matches), length: 2)
    case ("=", "<"): misspelled(.lessOrEqual, length: 2)
    case ("=", ">"): misspelled(.greaterOrEqual, length: 2)
    case ("=", _): add(.assign, length: 1)
    case ("!", "="): add(.binary(.notEqual), length: 2)
    case ("!", "~"): add(.binary(.matchesNot), length: 2)
    case ("!", _): add(.not, length: 1)
    case ("<", "="): add(.binary(.lessOrEqual), length: 2)
    case ("<", ">"): misspelled(.notEqual, length: 2)
    case ("<", _): add(.binary(.less), length: 1)
    case (">", "="): add(.binary(.greaterOrEqual), length: 2)
    case (">", _): add(.binary(.greater), length: 1)
    case ("~", "="): misspelled(.matches, length: 2)
    default: misspelled(.matches, length: 1)
    }
  }

  /// Reports an operator of another language and reads it as ours.
  mutating func misspelled(_ operation: BinaryOperator, length: Int) {
    let range = position..<position + length
    report(
      .misspelledOperator, "'\(text.string(range))' is not an operator", at: range,
      label: "did you mean '\(operation.rawValue)'?")
    add(.binary(operation), length: length)
  }

  private mutating func doubled(_ byte: UInt8, _ kind: Token.Kind, word: String) {
    if peek(1) == byte { return add(kind, length: 2) }
    // Where a value must stand, the parser reports that.
    guard tokens.last?.endsOperand == true else { return add(kind, length: 1) }
    let sign = Character(UnicodeScalar(byte))
    report(
      .misspelledOperator, "'\(sign)' is not an operator", at: position..<position + 1,
      label: "did you mean '\(word)' or '\(sign)\(sign)'?")
    add(kind, length: 1)
  }

  private mutating func percentSign() {
    guard case .literal(.number(let value)) = tokens.last?.kind, let number = tokens.last?.range else {
      report(
        .unexpectedCharacter, "unexpected '%'", at: position..<position + 1,
        label: "there is no remainder operator; a percentage is written like 50%")
      return add(.invalid, length: 1)
    }
    report(
      .invalidNumber, "a percentage has no blank before its sign", at: position..<position + 1,
      label: "write \(text.string(number))%")
    tokens.removeLast()
    position += 1
    tokens.append(Token(kind: .literal(.percentage(value / 100)), range: number.lowerBound..<position))
  }

  mutating func unexpected(length: Int) {
    let range = position..<min(end, position + length)
    report(.unexpectedCharacter, "unexpected '\(text.string(range))'", at: range)
    add(.invalid, length: length)
  }
}
