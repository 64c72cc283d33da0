import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// The arguments of one call, by parameter, checked and with their places.
struct ArgumentBinding {
  enum Value {
    case metric(MetricUse, LabelFilter)
    case label(LabelReference)
    case span(TimeSpan)
    case number(Double)
    case rule(String)
    case expression(Expression)
  }

  private var values: [(value: Value, range: SourceRange)?]
  private let signature: FunctionSignature

  init(_ signature: FunctionSignature) {
    self.signature = signature
    values = Array(repeating: nil, count: signature.parameters.count)
  }

  subscript(index: Int) -> (value: Value, range: SourceRange)? {
    get { values[index] }
    set { values[index] = newValue }
  }

  private func entry(_ name: String) -> (value: Value, range: SourceRange)? {
    signature.parameters.firstIndex { $0.name == name }.flatMap { values[$0] }
  }

  func range(_ name: String) -> SourceRange? { entry(name)?.range }

  func span(_ name: String) -> TimeSpan? {
    if case .span(let span)? = entry(name)?.value { span } else { nil }
  }

  func number(_ name: String) -> Double? {
    if case .number(let number)? = entry(name)?.value { number } else { nil }
  }

  var label: LabelReference? {
    if case .label(let label)? = entry("label")?.value { label } else { nil }
  }

  var metric: (use: MetricUse, filter: LabelFilter)? {
    if case .metric(let use, let filter)? = entry("metric")?.value { (use, filter) } else { nil }
  }

  var rule: String? {
    if case .rule(let name)? = entry("rule")?.value { name } else { nil }
  }

  /// The arguments that are expressions, in the order of the parameters.
  var expressions: [Expression] {
    values.compactMap { if case .expression(let expression)? = $0?.value { expression } else { nil } }
  }
}
