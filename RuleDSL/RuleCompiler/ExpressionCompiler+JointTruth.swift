import RuleSyntax
import SentinelModel

extension ExpressionCompiler {
  /// More comparisons than this in one connective are not looked at together.
  private static let jointLimit = 50

  /// What comparisons of one and the same number with constants say together: `value > 10 and value < 5` never holds,
  /// `value < 10 or value > 5` always does. nil where they leave both open.
  func jointTruth(of operands: [Expression], isAnd: Bool) -> Truth? {
    if disagree(operands, isAnd: isAnd) { return Truth(canHold: !isAnd, canFail: isAnd) }
    let bounds = operands.prefix(Self.jointLimit).compactMap(Bound.init)
    guard bounds.count > 1 else { return nil }
    var left: [Expression: Bound] = [:]
    for bound in bounds {
      // An alternative always holds if the opposites of its parts never hold together.
      let part = isAnd ? bound : bound.opposite
      guard let joint = left[part.subject] else {
        left[part.subject] = part
        continue
      }
      guard let joint = joint.intersection(part) else { return Truth(canHold: !isAnd, canFail: isAnd) }
      left[part.subject] = joint
    }
    return nil
  }

  /// Whether a text must be two different ones (`model == "a" and model == "b"`), or may be any, as it can't be both
  /// (`model != "a" or model != "b"`).
  private func disagree(_ operands: [Expression], isAnd: Bool) -> Bool {
    // A handful, which are found faster by looking at each than by hashing.
    var texts: [(subject: Expression, text: String)] = []
    for operand in operands.prefix(Self.jointLimit) {
      guard case .binary(isAnd ? .equal : .notEqual, let left, let right) = operand.kind else { continue }
      let (subject, constant) = right.constant == nil ? (right, left) : (left, right)
      guard subject.constant == nil, case .string(let text)? = constant.constant else { continue }
      if texts.contains(where: { $0.text != text && $0.subject == subject }) { return true }
      texts.append((subject, text))
    }
    return false
  }
}
