/// Writes expressions in their one canonical form: lower-case operators, single blanks, and parentheses only where
/// they are needed. Parsing the text gives an equal expression.
enum ExpressionPrinter {
  /// How tightly a node binds, loosest first.
  private enum Binding: Int, Comparable {
    case or
    case and, not, comparison, sum, product, minus, value

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  static func text(_ expression: Expression) -> String {
    var output = ""
    write(expression, atLeast: .or, into: &output)
    return output
  }

  static func text(function: String, arguments: [Call.Argument]) -> String {
    var output = ""
    write(function, arguments, into: &output)
    return output
  }

  private static func write(_ expression: Expression, atLeast minimum: Binding, into output: inout String) {
    let needsParentheses = binding(expression.kind) < minimum
    if needsParentheses { output += "(" }
    write(expression.kind, into: &output)
    if needsParentheses { output += ")" }
  }

  private static func binding(_ kind: Expression.Kind) -> Binding {
    switch kind {
    case .any: .or
    case .all: .and
    case .not: .not
    case .binary(let operation, _, _): binding(operation)
    case .negate: .minus
    default: .value
    }
  }

  private static func binding(_ operation: BinaryOperator) -> Binding {
    switch operation {
    case .add, .subtract: .sum
    case .multiply, .divide: .product
    default: .comparison
    }
  }

  private static func write(_ kind: Expression.Kind, into output: inout String) {
    switch kind {
    case .literal(let literal): output += literal.canonical
    case .list(let elements): write(elements, joinedBy: ", ", atLeast: .or, between: ("[", "]"), into: &output)
    case .listReference(let name): output += "$" + name
    case .macroReference(let name): output += "@" + name
    case .name(let name): output += name
    case .call(let call): write(call.function, call.arguments, into: &output)
    case .attribute(let key): output += "attributes[" + Literal.string(key).canonical + "]"
    case .not(let operand):
      output += "not "
      write(operand, atLeast: .not, into: &output)
    case .negate(let operand):
      output += "-"
      write(operand, atLeast: .minus, into: &output)
    case .all(let operands): write(operands, joinedBy: " and ", atLeast: .not, into: &output)
    case .any(let operands): write(operands, joinedBy: " or ", atLeast: .and, into: &output)
    case .binary(let operation, let left, let right): write(operation, left, right, into: &output)
    }
  }

  /// Arithmetic groups to the left, comparisons not at all.
  private static func write(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, into output: inout String
  ) {
    let binding = binding(operation)
    let tighter: Binding = binding == .comparison ? .sum : binding == .sum ? .product : .minus
    write(left, atLeast: binding == .comparison ? .sum : binding, into: &output)
    output += " " + operation.rawValue + " "
    write(right, atLeast: tighter, into: &output)
  }

  private static func write(
    _ expressions: [Expression], joinedBy separator: String, atLeast minimum: Binding,
    between brackets: (String, String) = ("", ""), into output: inout String
  ) {
    output += brackets.0
    for (index, expression) in expressions.enumerated() {
      if index > 0 { output += separator }
      write(expression, atLeast: minimum, into: &output)
    }
    output += brackets.1
  }

  private static func write(_ function: String, _ arguments: [Call.Argument], into output: inout String) {
    output += function + "("
    for (index, argument) in arguments.enumerated() {
      if index > 0 { output += ", " }
      if let name = argument.name { output += name + "=" }
      switch argument.value {
      case .expression(let value): write(value, atLeast: .or, into: &output)
      case .selector(let selector): output += selector.canonical
      }
    }
    output += ")"
  }
}
