public import SentinelDiagnostics

extension Expression {
  /// `a and b and …` as one node: operands that are conjunctions themselves are taken apart, and one alone stands for
  /// itself.
  /// - Precondition: there is at least one operand; of none the result is the literal `true`.
  public static func conjunction(_ operands: [Expression], range: SourceRange) -> Expression {
    var flat: [Expression] = []
    for operand in operands {
      if case .all(let inner) = operand.kind { flat += inner } else { flat.append(operand) }
    }
    if flat.count == 1 { return flat[0] }
    return Expression(flat.isEmpty ? .literal(.boolean(true)) : .all(flat), range: range)
  }

  /// `a or b or …` as one node, as ``conjunction(_:range:)``.
  /// - Precondition: there is at least one operand; of none the result is the literal `false`.
  public static func disjunction(_ operands: [Expression], range: SourceRange) -> Expression {
    var flat: [Expression] = []
    for operand in operands {
      if case .any(let inner) = operand.kind { flat += inner } else { flat.append(operand) }
    }
    if flat.count == 1 { return flat[0] }
    return Expression(flat.isEmpty ? .literal(.boolean(false)) : .any(flat), range: range)
  }
}
