package import RuleSyntax

/// An expression as a tree of lines.
package enum ExpressionTree {
  package static func text(_ expression: Expression) -> String { lines(expression).map { $0 + "\n" }.joined() }

  /// Recursion is bounded by the depth limit of expressions.
  private static func lines(_ expression: Expression) -> [String] {
    switch expression.kind {
    case .all(let operands): node("and", operands)
    case .any(let operands): node("or", operands)
    case .not(let operand): node("not", [operand])
    case .negate(let operand): node("-", [operand])
    case .binary(let operation, let left, let right): node(operation.rawValue, [left, right])
    case .literal, .list, .listReference, .macroReference, .name, .call, .attribute: [expression.canonical]
    }
  }

  private static func node(_ title: String, _ operands: [Expression]) -> [String] {
    [title]
      + operands.enumerated().flatMap { index, operand in
        let isLast = index == operands.count - 1
        return lines(operand).enumerated().map { line, text in
          (line == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")) + text
        }
      }
  }
}
