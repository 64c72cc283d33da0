import RuleCompiler
import SentinelModel

/// Fills annotations in.
enum TemplateRenderer {
  static func render(
    _ template: TemplatePlan, severity: Severity, machine: Machine, context: inout RuleContext
  ) -> String {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let fixed): text += fixed
      case .severity(let filters): text += apply(filters, to: .text(severity.name))
      case .string(let operand, let filters):
        text += apply(filters, to: .text(context.withBytes(of: operand) { String(decoding: $0, as: UTF8.self) }))
      case .number(let program, let filters):
        text += apply(filters, to: .number(machine.run(program, &context)))
      case .boolean(let program, let filters):
        let value = machine.run(program, &context)
        text += apply(filters, to: .boolean(value.isNaN ? nil : value != 0))
      }
    }
    return text
  }

  private static func apply(_ filters: [TemplateFilter], to value: EvidenceValue) -> String {
    var value = value
    for filter in filters { value = apply(filter, to: value) }
    return show(value)
  }

  private static func show(_ value: EvidenceValue) -> String {
    switch value {
    case .text(let text): text
    case .boolean(let boolean): boolean.map { $0 ? "true" : "false" } ?? "unknown"
    case .number(let number): number.isNaN ? "unknown" : NumberText.shortest(number)
    }
  }

  private static func apply(_ filter: TemplateFilter, to value: EvidenceValue) -> EvidenceValue {
    switch (filter, value) {
    case (.upper, _): return .text(show(value).uppercased())
    case (.default(let fallback), .number(let number)) where number.isNaN: return .text(fallback)
    case (.default(let fallback), .boolean(nil)): return .text(fallback)
    case (.default(let fallback), .text(let text)) where text.isEmpty: return .text(fallback)
    case (.default, _): return value
    case (_, .number(let number)) where number.isFinite: return .text(format(filter, number))
    default: return value
    }
  }

  private static func format(_ filter: TemplateFilter, _ number: Double) -> String {
    switch filter {
    case .duration: NumberText.duration(seconds: number)
    case .percent: NumberText.fixed(number * 100, digits: 2, trimmed: true) + "%"
    case .usd: (number < 0 ? "-$" : "$") + NumberText.fixed(number.magnitude, digits: number.magnitude < 1 ? 4 : 2)
    case .number(let digits): NumberText.fixed(number, digits: digits)
    case .time:
      Timestamp(nanoseconds: Int64(clamping: Int128(exactly: (number * 1e9).rounded()) ?? 0)).rfc3339
    case .upper, .default: NumberText.shortest(number)
    }
  }
}
