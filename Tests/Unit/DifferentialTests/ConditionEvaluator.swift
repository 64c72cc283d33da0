import Foundation
import RuleSyntax

/// The value of a node of a condition.
enum ReferenceOutcome {
  case number(Quantity)
  case truth(Truth)
  case text(String)
  case list([ReferenceOutcome])
}

/// Evaluates conditions by walking the tree, in three-valued logic.
struct ConditionEvaluator {
  let rule: ReferenceRule
  let group: ReferenceGroup?
  let event: ReferenceEvent?
  let now: Int64
  /// Takes the reference's own number for the only right one.
  let isExact: Bool
  /// Whether an alert of the named rule fires that agrees with this group's labels.
  let firing: (String) -> Truth

  func truth(_ node: ReferenceNode) -> Truth {
    if case .truth(let truth) = evaluate(node) { truth } else { .anything }
  }

  func evaluate(_ node: ReferenceNode) -> ReferenceOutcome {
    switch node {
    case .number(let value): return .number(Quantity(value))
    case .text(let text): return .text(text)
    case .truth(let flag): return .truth(Truth(flag))
    case .list(let elements): return .list(elements.map(evaluate))
    case .value: return .number(value)
    case .call(let call): return self.call(call)
    case .groupLabel(let index): return .text(group.map { $0.values[index] } ?? "")
    case .eventLabel(let name): return .text(event?.label(name) ?? "")
    case .attribute(let name):
      if let event { return .text(event.attributes[name] ?? "") }
      let index = rule.by.firstIndex(of: name)
      return .text(index.flatMap { index in group.map { $0.values[index] } } ?? "")
    case .eventText(let name): return .text(event?.texts[name] ?? "")
    case .eventNumber(let name): return .number(event?.numbers[name].map { Quantity($0) } ?? .unknown)
    case .eventSample(let metric): return .number(event?.sample(of: metric).map { Quantity($0) } ?? .unknown)
    case .firing(let name): return .truth(firing(name))
    case .length(let operand):
      guard case .text(let text) = evaluate(operand) else { return .number(.unknown) }
      return .number(Quantity(Double(text.unicodeScalars.count)))
    case .lowered(let operand):
      guard case .text(let text) = evaluate(operand) else { return .text("") }
      return .text(text.lowercased())
    case .not(let operand): return .truth(truth(operand).negated)
    case .negate(let operand): return .number(-number(operand))
    case .all(let operands): return .truth(operands.reduce(.isTrue) { $0.and(truth($1)) })
    case .any(let operands): return .truth(operands.reduce(.isFalse) { $0.or(truth($1)) })
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    }
  }

  /// The rule's `value` at this instant or of this event.
  var value: Quantity {
    guard let metric = rule.metric else { return .unknown }
    if rule.isEvent { return event?.sample(of: metric.name).map { Quantity($0) } ?? .unknown }
    guard case .number(let value) = call(ReferenceCall(function: "value", metric: metric, window: rule.window)) else {
      return .unknown
    }
    return value
  }

  private func call(_ call: ReferenceCall) -> ReferenceOutcome {
    guard let group else { return .number(.unknown) }
    let functions = WindowFunctions(group: group, every: rule.every, isEvent: rule.isEvent)
    if call.function == "absent" { return .truth(functions.absent(call, at: now)) }
    let value = functions.value(call, at: now)
    return .number(isExact ? Quantity(value.value) : value)
  }

  private func number(_ node: ReferenceNode) -> Quantity {
    if case .number(let value) = evaluate(node) { value } else { .unknown }
  }

  private func binary(_ operation: BinaryOperator, _ left: ReferenceNode, _ right: ReferenceNode) -> ReferenceOutcome {
    switch operation {
    case .add: return .number(number(left) + number(right))
    case .subtract: return .number(number(left) - number(right))
    case .multiply: return .number(number(left) * number(right))
    case .divide: return .number(number(left) / number(right))
    case .less: return .truth(number(left).isLess(than: number(right)))
    case .lessOrEqual: return .truth(number(left).isAtMost(number(right)))
    case .greater: return .truth(number(right).isLess(than: number(left)))
    case .greaterOrEqual: return .truth(number(right).isAtMost(number(left)))
    case .equal: return .truth(equal(evaluate(left), evaluate(right)))
    case .notEqual: return .truth(equal(evaluate(left), evaluate(right)).negated)
    case .isIn: return .truth(contains(evaluate(right), evaluate(left)))
    case .isNotIn: return .truth(contains(evaluate(right), evaluate(left)).negated)
    case .contains, .matches, .matchesNot:
      guard case .text(let text) = evaluate(left), case .text(let pattern) = evaluate(right) else {
        return .truth(.isUnknown)
      }
      switch operation {
      case .contains: return .truth(Truth(pattern.isEmpty || text.contains(pattern)))
      case .matches: return .truth(Truth(RegularExpressions.matchesWhole(text, pattern)))
      default: return .truth(Truth(!RegularExpressions.matchesWhole(text, pattern)))
      }
    }
  }

  private func equal(_ left: ReferenceOutcome, _ right: ReferenceOutcome) -> Truth {
    switch (left, right) {
    case (.number(let left), .number(let right)): left.equals(right)
    case (.text(let left), .text(let right)): Truth(left == right)
    case (.truth(let left), .truth(let right)):
      left.combined(right) { $0 == .isUnknown || $1 == .isUnknown ? .isUnknown : Truth($0 == $1) }
    default: .anything
    }
  }

  private func contains(_ list: ReferenceOutcome, _ element: ReferenceOutcome) -> Truth {
    guard case .list(let elements) = list else { return .anything }
    if case .number(let number) = element, number.isUnknown { return .isUnknown }
    return elements.reduce(.isFalse) { $0.or(equal(element, $1)) }
  }
}
