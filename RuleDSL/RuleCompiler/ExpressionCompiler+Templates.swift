import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  /// [P86]
  mutating func compileTemplate(_ template: Template) -> TemplatePlan {
    TemplatePlan(parts: template.parts.compactMap { compile($0) })
  }

  private mutating func compile(_ part: Template.Part) -> TemplatePlan.Part? {
    switch part {
    case .text(let text): return .text(text)
    case .expression(let expression, let filters):
      begin(.template)
      log.expression = expression.range
      if case .name("severity") = expression.kind {
        return compile(filters, isNumber: false).map { .severity(filters: $0) }
      }
      let operand = compile(expression)
      var isNumber = false
      if case .number = operand.value { isNumber = true }
      let plans = compile(filters, isNumber: isNumber || operand.isFault)
      guard let plans else { return nil }
      return templatePart(operand, plans)
    }
  }

  private func templatePart(_ operand: Operand, _ filters: [TemplateFilter]) -> TemplatePlan.Part? {
    switch operand.value {
    case .number: return .number(Program(operations: operations, result: .number), filters: filters)
    case .boolean: return .boolean(Program(operations: operations, result: .boolean), filters: filters)
    case .text(let source): return .string(source, filters: filters)
    case .fault: return nil
    case .numbers, .texts, .emptyList:
      log.report(.unknownTemplateName, "a template shows single values, not a list", at: operand.range)
      return nil
    }
  }

  // MARK: Filters

  private func compile(_ filters: [Template.Filter], isNumber: Bool) -> [TemplateFilter]? {
    var plans: [TemplateFilter] = []
    var isNumber = isNumber
    for filter in filters {
      guard let plan = compile(filter) else { continue }
      if plan.needsNumber, !isNumber {
        log.report(
          .operandType, "the filter '\(filter.name.value)' takes a number, but this is a text", at: filter.name.range)
        continue
      }
      if plan.needsNumber { isNumber = false }
      plans.append(plan)
    }
    return plans.count == filters.count ? plans : nil
  }

  private func compile(_ filter: Template.Filter) -> TemplateFilter? {
    let simple: [String: TemplateFilter] = [
      "duration": .duration, "percent": .percent, "usd": .usd, "time": .time, "upper": .upper,
    ]
    if let plan = simple[filter.name.value] {
      guard filter.arguments.isEmpty else { return faulty(filter, "takes no arguments") }
      return plan
    }
    switch filter.name.value {
    case "number":
      guard filter.arguments.count == 1, let digits = filter.arguments.first?.number, let count = Int(exactly: digits),
        (0...15).contains(count)
      else { return faulty(filter, "takes the number of digits, from 0 to 15: number(2)") }
      return .number(digits: count)
    case "default":
      guard filter.arguments.count == 1, case .string(let text)? = filter.arguments.first else {
        return faulty(filter, "takes a text: default(\"none\")")
      }
      return .default(text)
    default:
      log.report(
        .unknownTemplateFilter, "'\(filter.name.value)' is not a filter", at: filter.name.range,
        label: log.suggestion(for: filter.name.value, in: simple.keys + ["number", "default"]),
        help: "the filters are duration, percent, usd, number(digits), time, upper and default(\"text\")")
      return nil
    }
  }

  private func faulty(_ filter: Template.Filter, _ expectation: String) -> TemplateFilter? {
    log.report(
      .unknownTemplateFilter, "the filter '\(filter.name.value)' \(expectation)", at: filter.name.range,
      help: "the filters are duration, percent, usd, number(digits), time, upper and default(\"text\")")
    return nil
  }
}

extension TemplateFilter {
  fileprivate var needsNumber: Bool {
    switch self {
    case .duration, .percent, .usd, .number, .time: true
    case .upper, .default: false
    }
  }
}
