import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns

extension ExpressionCompiler {
  mutating func membership(
    _ left: Operand, _ right: Operand, negated: Bool, _ range: SourceRange
  ) -> Operand {
    switch (left.value, right.value) {
    case (.fault, _), (_, .fault): return Operand(.fault, at: range)
    case (.number, .numbers(let elements)): operations.append(.isInNumbers(elements))
    case (.number, .emptyList): operations.append(.isInNumbers([]))
    case (.text(let source), .texts(let elements)): operations.append(.stringIsIn(source, elements))
    case (.text(let source), .emptyList): operations.append(.stringIsIn(source, []))
    case (.number, .texts), (.text, .numbers):
      log.report(
        .listElementType, "\(left.noun) is looked up in a list of \(right.elementNoun)", at: right.range,
        notes: [.init("this is \(left.noun)", at: left.range)])
      return Operand(.fault, at: range)
    case (_, .numbers), (_, .texts), (_, .emptyList):
      log.report(.operandType, "'in' looks up numbers and texts, but this is \(left.noun)", at: left.range)
      return Operand(.fault, at: range)
    default:
      log.report(
        .missingList, "'in' needs a list, but this is \(right.noun)", at: right.range,
        help: "write [\(right.range.shortText)], or name a list: '$name'")
      return Operand(.fault, at: range)
    }
    if negated { operations.append(.not) }
    return Operand(.boolean(.open), at: range)
  }

  mutating func containment(_ left: Operand, _ right: Operand, _ range: SourceRange) -> Operand {
    guard let (a, b) = texts(left, right) else { return Operand(.fault, at: range) }
    operations.append(.stringContains(a, b))
    return Operand(.boolean(.open), at: range)
  }

  private func texts(_ left: Operand, _ right: Operand) -> (StringOperand, StringOperand)? {
    let (a, b) = (text(left, of: "contains"), text(right, of: "contains"))
    guard let a, let b else { return nil }
    return (a, b)
  }

  func text(_ operand: Operand, of operation: String) -> StringOperand? {
    switch operand.value {
    case .text(let source): return source
    case .fault: return nil
    default:
      log.report(
        .operandType, "'\(operation)' looks at texts (strings), but this is \(operand.noun)", at: operand.range)
      return nil
    }
  }

  mutating func compileMatch(
    _ left: Operand, _ right: Expression, negated: Bool, _ range: SourceRange
  ) -> Operand {
    let source = text(left, of: negated ? "!~" : "=~")
    guard case .literal(.string(let pattern)) = right.kind else {
      log.report(
        .invalidPattern, "the pattern of '\(negated ? "!~" : "=~")' is a regular expression in quotes", at: right.range,
        help: "a pattern is compiled when the rules are loaded, so it is written out: =~ \"gpt.*\"")
      return Operand(.fault, at: range)
    }
    switch context.pattern(pattern) {
    case .failure(let failure):
      log.report(
        .invalidPattern, "not a regular expression: \(failure.reason)", at: right.range,
        help: "patterns are in RE2 syntax and match the whole text")
      return Operand(.fault, at: range)
    case .success(let compiled):
      guard let source else { return Operand(.fault, at: range) }
      operations.append(.stringMatches(source, compiled))
      if negated { operations.append(.not) }
      return Operand(.boolean(.open), at: range)
    }
  }
}

extension Operand {
  fileprivate var elementNoun: String {
    switch value {
    case .numbers: "numbers"
    case .texts: "texts (strings)"
    default: "nothing"
    }
  }
}
