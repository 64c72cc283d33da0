import RuleSyntax

/// The smallest unit of an expression.
struct Token {
  enum Kind: Equatable {
    case name
    case literal(Literal)
    /// `$internal`
    case listReference
    /// `@busy`
    case macroReference
    /// An operator between two values.
    case binary(BinaryOperator)
    case and
    case or
    case not
    /// A single `=`: between a name and its value.
    case assign
    case colon
    case comma
    case leftParenthesis
    case rightParenthesis
    case leftBracket
    case rightBracket
    case leftBrace
    case rightBrace
    /// Already reported; parsing stops here without a further word.
    case invalid
    case end
  }

  let kind: Kind
  /// Bytes of the expression's text.
  let range: Range<Int>

  /// Whether a value can end with it.
  var endsOperand: Bool {
    switch kind {
    case .name, .literal, .listReference, .macroReference, .rightParenthesis, .rightBracket, .rightBrace: true
    default: false
    }
  }

  /// Whether a value can begin with it.
  var beginsOperand: Bool {
    switch kind {
    case .name, .literal, .listReference, .macroReference, .not, .leftParenthesis, .leftBracket: true
    default: false
    }
  }
}
