import RuleSyntax
import SentinelDiagnostics

/// What operators join: literals, names, calls, parentheses, and operators with one operand.
extension PrattParser {
  mutating func operand(_ minimum: Precedence) throws(Stop) -> Node {
    let token = current
    switch token.kind {
    case .literal(let literal): return try leaf(.literal(literal))
    case .listReference: return try leaf(.listReference(String(written(token).dropFirst())))
    case .macroReference: return try leaf(.macroReference(String(written(token).dropFirst())))
    case .name: return try nameOrCall()
    case .leftParenthesis: return try parentheses()
    case .leftBracket: return try list()
    case .not: return try negation(minimum)
    case .binary(.subtract): return try minus()
    default: throw missingOperand()
    }
  }

  private mutating func leaf(_ kind: Expression.Kind) throws(Stop) -> Node {
    let token = advance()
    return try node(Expression(kind, range: text.range(token.range)), token.range)
  }

  private mutating func parentheses() throws(Stop) -> Node {
    try descend()
    let open = advance()
    let inner = try expression(.or)
    let close = try close(.rightParenthesis, open)
    nesting -= 1
    return Node(
      expression: inner.expression, extent: open.range.lowerBound..<close.range.upperBound, depth: inner.depth)
  }

  /// `not a > b` is `not (a > b)`; as an operand of a tighter operator (`a == !b`) it takes the next value only.
  private mutating func negation(_ minimum: Precedence) throws(Stop) -> Node {
    try descend()
    let sign = advance()
    let inner = try expression(minimum <= .not ? .not : .sum)
    nesting -= 1
    let extent = sign.range.lowerBound..<inner.extent.upperBound
    return try node(Expression(.not(inner.expression), range: text.range(extent)), extent, over: [inner])
  }

  private mutating func minus() throws(Stop) -> Node {
    try descend()
    let sign = advance()
    let inner = try expression(.unary)
    nesting -= 1
    let extent = sign.range.lowerBound..<inner.extent.upperBound
    return try node(Expression(.negate(inner.expression), range: text.range(extent)), extent, over: [inner])
  }

  // MARK: Lists

  /// `[a, b]`, of literals.
  private mutating func list() throws(Stop) -> Node {
    try descend()
    let open = advance()
    var elements: [Node] = []
    while current.kind != .rightBracket {
      if let element = try listElement() { elements.append(element) }
      guard current.kind == .comma else { break }
      index += 1
      if current.kind == .rightBracket { throw missingOperand() }
    }
    let close = try close(.rightBracket, open)
    nesting -= 1
    let extent = open.range.lowerBound..<close.range.upperBound
    return try node(
      Expression(.list(elements.map(\.expression)), range: text.range(extent)), extent, over: elements)
  }

  /// nil for a bare name: it is reported, and a list without it fits whatever is looked up in it.
  private mutating func listElement() throws(Stop) -> Node? {
    let element = try expression(.sum)
    switch element.expression.kind {
    case .literal: return element
    case .negate(let inner):
      if case .literal = inner.kind { return element }
    case .name(let name):
      report(
        .invalidListElement, "'\(name)' is not a literal", at: element.expression.range,
        label: "did you mean \"\(name)\"?")
      return nil
    default: break
    }
    report(
      .invalidListElement, "a list holds literals only", at: element.expression.range,
      label: "expected a string in quotes or a number")
    throw Stop()
  }

  // MARK: Names

  private mutating func nameOrCall() throws(Stop) -> Node {
    let name = current
    switch token(1).kind {
    case .leftParenthesis: return try call()
    case .leftBracket where written(name) == "attributes": return try attribute()
    case .leftBracket:
      report(
        .unexpectedToken, "unexpected '['", at: token(1),
        label: "only attributes[\"…\"] has brackets; a window is an argument, like avg(\(written(name)), 5m)")
      throw Stop()
    case .leftBrace:
      report(
        .invalidLabelFilter, "a label filter stands outside of a function's arguments", at: token(1),
        label: "write it in a call, like avg(\(written(name)){…}, 5m)")
      throw Stop()
    default: return try leaf(.name(written(name)))
    }
  }

  /// `attributes["x"]`
  private mutating func attribute() throws(Stop) -> Node {
    let name = advance()
    let open = advance()
    guard case .literal(.string(let key)) = current.kind else {
      if current.kind != .invalid {
        report(
          .unexpectedToken, "an attribute is named by a string in quotes", at: current,
          label: "expected one, like attributes[\"region\"]")
      }
      throw Stop()
    }
    index += 1
    let close = try close(.rightBracket, open)
    let extent = name.range.lowerBound..<close.range.upperBound
    return try node(Expression(.attribute(key), range: text.range(extent)), extent)
  }
}
