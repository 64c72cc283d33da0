import RuleSyntax
import SentinelDiagnostics

/// What is said where an expression can't go on.
extension PrattParser {
  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: range, label: label, help: help))
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at token: Token, label: String? = nil, help: String? = nil
  ) {
    report(code, message, at: text.range(token.range), label: label, help: help)
  }

  /// Something stands behind what was a whole expression.
  mutating func unexpected() -> Stop {
    let token = current
    switch token.kind {
    case .invalid: break
    case .end: report(.unexpectedToken, "the expression breaks off", at: self.token(-1))
    case .rightParenthesis, .rightBracket, .rightBrace:
      report(.unexpectedToken, "unexpected '\(written(token))'", at: token, label: "closes no bracket that is open")
    case _ where token.beginsOperand:
      report(
        .missingOperator, "unexpected '\(written(token))' behind a complete value", at: token, label: joiner(token))
    default:
      report(.unexpectedToken, "unexpected '\(written(token))'", at: token, label: "expected an operator or the end")
    }
    return Stop()
  }

  private func joiner(_ token: Token) -> String {
    let word = written(token).lowercased()
    let isOperator = token.kind == .name && ["and", "or", "not", "in", "contains"].contains(word)
    if isOperator { return "did you mean '\(word)'?" }
    return "expected an operator before it, such as 'and', 'or' or a comparison"
  }

  /// No value where one must stand.
  mutating func missingOperand() -> Stop {
    let token = current
    switch token.kind {
    case .invalid: break
    case .end where index > 0:
      let last = self.token(-1)
      if isBracketOpen(last.kind) {
        report(.unclosedBracket, "'\(written(last))' is never closed", at: last, help: splitHelp)
      } else {
        report(
          .missingOperand, "the expression ends behind '\(written(last))'", at: last,
          label: "expected a value behind it")
      }
    case .end: report(.emptyExpression, "the expression is empty", at: token, label: "expected one, like value > 5")
    case .leftBrace:
      report(.invalidLabelFilter, "a label filter without a metric", at: token, label: "expected a metric before it")
    default:
      report(.missingOperand, "unexpected '\(written(token))'", at: token, label: "expected a value here")
    }
    return Stop()
  }

  private func isBracketOpen(_ kind: Token.Kind) -> Bool {
    kind == .leftParenthesis || kind == .leftBracket || kind == .leftBrace
  }

  /// Takes the bracket that closes `open`.
  mutating func close(_ kind: Token.Kind, _ open: Token) throws(Stop) -> Token {
    if current.kind == kind { return advance() }
    guard current.kind == .end else { throw unexpected() }
    report(.unclosedBracket, "'\(written(open))' is never closed", at: open, help: splitHelp)
    throw Stop()
  }

  private var splitHelp: String? {
    isSplitAtComma ? "a YAML flow list or mapping splits at each comma: put the whole expression in quotes" : nil
  }

  mutating func tooDeep(at bytes: Range<Int>) -> Stop {
    report(
      .nestedTooDeep, "the expression is nested deeper than \(ExpressionParser.depthLimit) levels",
      at: text.range(bytes), label: "split it into macros or rules")
    return Stop()
  }
}
