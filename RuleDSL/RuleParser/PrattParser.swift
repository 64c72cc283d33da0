import RuleSyntax
import SentinelDiagnostics

/// Builds the tree of an expression from its tokens, by precedence climbing.
///
/// A method throws ``Stop`` once it has reported a fault after which nothing sensible follows.
struct PrattParser {
  struct Stop: Error {}

  /// How tightly operators bind, loosest first.
  enum Precedence: Int, Comparable {
    case or = 1
    case and, not, comparison, sum, product, unary

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// An expression with its extent in the text, parentheses included, and its depth.
  struct Node {
    let expression: Expression
    let extent: Range<Int>
    let depth: Int
  }

  let text: ExpressionText
  let tokens: [Token]
  let isSplitAtComma: Bool
  var index = 0
  var nesting = 0
  var diagnostics = Diagnostics()

  init(_ text: ExpressionText, tokens: [Token], isSplitAtComma: Bool) {
    self.text = text
    self.tokens = tokens
    self.isSplitAtComma = isSplitAtComma
  }

  mutating func parseWhole() -> Expression? {
    do {
      if current.kind == .end, index == 0 {
        report(.emptyExpression, "the expression is empty", at: text.whole, label: "expected one, like value > 5")
        return nil
      }
      let node = try expression(.or)
      guard current.kind == .end else { throw unexpected() }
      return node.expression
    } catch {
      return nil
    }
  }

  // MARK: Tokens

  /// The lexer always ends with a token that nothing takes.
  var current: Token { token(0) }

  func token(_ distance: Int) -> Token {
    index + distance < tokens.count ? tokens[index + distance] : Token(kind: .end, range: 0..<0)
  }

  mutating func advance() -> Token {
    let token = current
    index += 1
    return token
  }

  func written(_ token: Token) -> String { text.string(token.range) }

  // MARK: Operators

  mutating func expression(_ minimum: Precedence) throws(Stop) -> Node {
    var left = try operand(minimum)
    while true {
      switch current.kind {
      case .or where minimum <= .or: left = try chain(left, .or, tighter: .and)
      case .and where minimum <= .and: left = try chain(left, .and, tighter: .not)
      case .binary(let operation) where precedence(operation) >= minimum:
        left = operation.isComparison ? try comparison(left) : try arithmetic(left, operation)
      case .not where minimum <= .comparison && token(1).kind == .binary(.isIn): left = try comparison(left)
      case .assign where minimum <= .comparison: left = try comparison(left)
      default: return left
      }
    }
  }

  private func precedence(_ operation: BinaryOperator) -> Precedence {
    switch operation {
    case .multiply, .divide: .product
    case .add, .subtract: .sum
    default: .comparison
    }
  }

  /// `a and b and c` is one node.
  private mutating func chain(_ first: Node, _ kind: Token.Kind, tighter: Precedence) throws(Stop) -> Node {
    var nodes = [first]
    while current.kind == kind {
      index += 1
      nodes.append(try expression(tighter))
    }
    let extent = first.extent.lowerBound..<(nodes.last ?? first).extent.upperBound
    let operands = nodes.map(\.expression)
    let range = text.range(extent)
    let expression: Expression =
      kind == .and ? .conjunction(operands, range: range) : .disjunction(operands, range: range)
    return try node(expression, extent, over: nodes)
  }

  private mutating func arithmetic(_ left: Node, _ operation: BinaryOperator) throws(Stop) -> Node {
    index += 1
    let right = try expression(precedence(operation) == .sum ? .product : .unary)
    return try binary(operation, left, right)
  }

  private mutating func binary(_ operation: BinaryOperator, _ left: Node, _ right: Node) throws(Stop) -> Node {
    let extent = left.extent.lowerBound..<right.extent.upperBound
    let kind = Expression.Kind.binary(operation, left.expression, right.expression)
    return try node(Expression(kind, range: text.range(extent)), extent, over: [left, right])
  }

  /// Comparisons don't chain; `1 < x < 2` is reported and read as `1 < x and x < 2`.
  ///
  /// That doubles what stands in the middle, so it is done for names, literals and plain calls only: in nested chains
  /// the tree would grow without bound.
  private mutating func comparison(_ first: Node) throws(Stop) -> Node {
    var comparisons: [Node] = []
    var left = first
    while let (operation, length) = comparisonOperator() {
      if comparisons.count == 1 { reportChain(left) }
      guard comparisons.isEmpty || left.depth <= 2 else { throw Stop() }
      index += length
      let right = try expression(.sum)
      comparisons.append(try binary(operation, left, right))
      left = right
    }
    guard comparisons.count > 1 else { return comparisons.first ?? first }
    let extent = first.extent.lowerBound..<left.extent.upperBound
    let both = Expression.conjunction(comparisons.map(\.expression), range: text.range(extent))
    return try node(both, extent, over: comparisons)
  }

  /// The comparison operator that stands next, with the number of its tokens. A single `=` is taken for `==`.
  private mutating func comparisonOperator() -> (BinaryOperator, length: Int)? {
    switch current.kind {
    case .binary(let operation) where operation.isComparison: return (operation, 1)
    case .not where token(1).kind == .binary(.isIn): return (.isNotIn, 2)
    case .assign:
      report(.misspelledOperator, "'=' is not a comparison", at: current, label: "did you mean '=='?")
      return (.equal, 1)
    default: return nil
    }
  }

  private mutating func reportChain(_ middle: Node) {
    report(
      .chainedComparison, "comparisons don't chain", at: current,
      label: "join two comparisons by 'and', the second beginning with \(text.string(middle.extent))")
  }

  // MARK: Nodes

  /// A node above others; reports one that is too deep.
  mutating func node(_ expression: Expression, _ extent: Range<Int>, over nodes: [Node] = []) throws(Stop) -> Node {
    let depth = 1 + (nodes.map(\.depth).max() ?? 0)
    guard depth <= ExpressionParser.depthLimit else { throw tooDeep(at: extent.upperBound - 1..<extent.upperBound) }
    return Node(expression: expression, extent: extent, depth: depth)
  }

  /// Goes one level down; each call is followed by a decrement of `nesting`.
  mutating func descend() throws(Stop) {
    guard nesting < ExpressionParser.depthLimit else { throw tooDeep(at: current.range) }
    nesting += 1
  }
}
