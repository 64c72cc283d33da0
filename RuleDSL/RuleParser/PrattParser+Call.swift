import RuleSyntax
import SentinelDiagnostics

/// Calls, their arguments, and label filters ([P23], [P35]).
extension PrattParser {
  private struct ParsedArgument {
    let argument: Call.Argument
    let depth: Int
  }

  mutating func call() throws(Stop) -> Node {
    try descend()
    let name = advance()
    let open = advance()
    var arguments: [ParsedArgument] = []
    while current.kind != .rightParenthesis {
      arguments.append(try argument())
      guard current.kind == .comma else { break }
      index += 1
      if current.kind == .rightParenthesis { throw missingOperand() }
    }
    let close = try closeArguments(open)
    nesting -= 1
    let extent = name.range.lowerBound..<close.range.upperBound
    let call = Call(
      function: written(name), functionRange: text.range(name.range), arguments: arguments.map(\.argument),
      text: text.string(extent))
    let depth = 1 + (arguments.map(\.depth).max() ?? 0)
    guard depth <= ExpressionParser.depthLimit else { throw tooDeep(at: name.range) }
    return Node(expression: Expression(.call(call), range: text.range(extent)), extent: extent, depth: depth)
  }

  private mutating func closeArguments(_ open: Token) throws(Stop) -> Token {
    if current.beginsOperand {
      report(.missingOperator, "unexpected '\(written(current))'", at: current, label: "expected ',' or ')' before it")
      throw Stop()
    }
    return try close(.rightParenthesis, open)
  }

  /// `v`, `name=v` or `name: v`, where a value may be a metric with a label filter.
  private mutating func argument() throws(Stop) -> ParsedArgument {
    var name: Token?
    if current.kind == .name, token(1).kind == .assign || token(1).kind == .colon {
      name = advance()
      index += 1
    }
    let value: Call.Value
    let depth: Int
    if current.kind == .name, token(1).kind == .leftBrace {
      value = .selector(try selector())
      depth = 1
    } else {
      let node = try expression(.or)
      value = .expression(node.expression)
      depth = node.depth
    }
    let argument = Call.Argument(
      name: name.map { written($0) }, nameRange: name.map { text.range($0.range) }, value: value)
    return ParsedArgument(argument: argument, depth: depth)
  }

  // MARK: Label filters

  /// `name{a="x", b!~"y"}`
  private mutating func selector() throws(Stop) -> Selector {
    let metric = advance()
    let open = advance()
    var matchers: [Selector.Matcher] = []
    while current.kind != .rightBrace {
      matchers.append(try matcher())
      if current.kind == .name { throw filterFault("expected ',' before it, or '}'") }
      guard current.kind == .comma else { break }
      index += 1
    }
    let close = try close(.rightBrace, open)
    return Selector(
      metric: written(metric), metricRange: text.range(metric.range), matchers: matchers,
      range: text.range(metric.range.lowerBound..<close.range.upperBound))
  }

  private mutating func matcher() throws(Stop) -> Selector.Matcher {
    let label = current
    guard label.kind == .name || text.bytes[label.range].first?.isLetter == true else {
      throw filterFault("expected the name of a label")
    }
    index += 1
    let operation = try matcherOperator()
    let value = current
    let string = try matcherValue()
    return Selector.Matcher(
      label: written(label), operation: operation, value: string, labelRange: text.range(label.range),
      valueRange: text.range(value.range))
  }

  private mutating func matcherOperator() throws(Stop) -> Selector.Matcher.Operator {
    let operation: Selector.Matcher.Operator
    switch current.kind {
    case .assign: operation = .equal
    case .binary(.notEqual): operation = .notEqual
    case .binary(.matches): operation = .matches
    case .binary(.matchesNot): operation = .matchesNot
    case .binary(.equal):
      report(.misspelledOperator, "'==' in a label filter", at: current, label: "did you mean '='?")
      operation = .equal
    default: throw filterFault("expected one of = != =~ !~")
    }
    index += 1
    return operation
  }

  private mutating func matcherValue() throws(Stop) -> String {
    let token = current
    switch token.kind {
    case .literal(.string(let value)):
      index += 1
      return value
    case .name, .literal:
      report(
        .invalidLabelFilter, "the value of a label filter is a string in quotes", at: token,
        label: "did you mean \"\(written(token))\"?")
      index += 1
      return written(token)
    default: throw filterFault("expected a string in quotes")
    }
  }

  private mutating func filterFault(_ expectation: String) -> Stop {
    if current.kind == .end, index > 0 {
      report(.invalidLabelFilter, "the label filter breaks off", at: token(-1), label: "\(expectation) behind it")
    } else if current.kind != .invalid {
      report(.invalidLabelFilter, "unexpected '\(written(current))' in a label filter", at: current, label: expectation)
    }
    return Stop()
  }
}
