import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns

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

extension ExpressionCompiler {
  /// Checks a call's arguments against the signature; nil if anything is wrong, all of it reported.
  mutating func bind(_ call: Call, _ signature: FunctionSignature, _ range: SourceRange) -> ArgumentBinding? {
    var binding = ArgumentBinding(signature)
    var isValid = true
    var next = 0
    for (position, argument) in call.arguments.enumerated() {
      let index: Int?
      if argument.name != nil {
        index = namedParameter(argument, signature)
      } else {
        let rest = call.arguments[position...]
        index = positionalParameter(argument, rest, &next, call, signature)
        if index == nil { return nil }
      }
      guard let index else {
        isValid = false
        continue
      }
      guard binding[index] == nil else {
        isValid = false
        log.report(
          .repeatedArgument, "'\(signature.parameters[index].name)' is given twice",
          at: argument.nameRange ?? argument.value.range, help: "keep one of the two")
        continue
      }
      guard let value = convert(argument.value, signature.parameters[index], signature) else {
        isValid = false
        continue
      }
      binding[index] = (value, argument.value.range)
    }
    guard isValid else { return nil }
    return reportMissing(binding, call, signature, range) ? nil : binding
  }

  private func namedParameter(_ argument: Call.Argument, _ signature: FunctionSignature) -> Int? {
    let name = argument.name ?? ""
    if let index = signature.parameters.firstIndex(where: { $0.name == name }) { return index }
    let known = signature.parameters.map(\.name)
    log.report(
      .unknownArgument, "'\(signature.name)' has no argument '\(name)'", at: argument.nameRange ?? argument.value.range,
      label: log.suggestion(for: name, in: known), help: "its arguments are \(known.joined(separator: ", "))")
    return nil
  }

  /// The parameter that the next argument by place stands for: metric and label may be left out.
  private func positionalParameter(
    _ argument: Call.Argument, _ rest: ArraySlice<Call.Argument>, _ next: inout Int, _ call: Call,
    _ signature: FunctionSignature
  ) -> Int? {
    while next < signature.parameters.count {
      let parameter = signature.parameters[next]
      next += 1
      if parameter.isNamedOnly { continue }
      if parameter.kind == .metric, !takesMetric(argument, rest, signature) { continue }
      return next - 1
    }
    let named = signature.parameters.filter(\.isNamedOnly).map(\.name)
    let more = named.isEmpty ? "" : "; by name only: " + named.map { "\($0)=…" }.joined(separator: ", ")
    log.report(
      .tooManyArguments, "'\(call.function)' has too many arguments", at: argument.value.range,
      help: "a call looks like \(signature.example)\(more)")
    return nil
  }

  /// Whether an argument at the place of the metric is one. Before a label, a lone name is the label.
  private func takesMetric(
    _ argument: Call.Argument, _ rest: ArraySlice<Call.Argument>, _ signature: FunctionSignature
  ) -> Bool {
    switch argument.value {
    case .selector: return true
    case .expression(let expression):
      guard case .name = expression.kind else { return false }
      guard signature.parameters.contains(where: { $0.kind == .label }) else { return true }
      return rest.dropFirst().contains { $0.name == "label" || $0.name == nil && $0.value.isLabelLike }
    }
  }

  private func reportMissing(
    _ binding: ArgumentBinding, _ call: Call, _ signature: FunctionSignature, _ range: SourceRange
  ) -> Bool {
    var isMissing = false
    for (index, parameter) in signature.parameters.enumerated() where parameter.isRequired && binding[index] == nil {
      isMissing = true
      log.report(
        .missingArgument, "'\(call.function)' needs \(parameter.noun)", at: range,
        help: "\(parameter.name): \(parameter.help); a call looks like \(signature.example)")
    }
    return isMissing
  }

  // MARK: Conversion

  private mutating func convert(
    _ value: Call.Value, _ parameter: FunctionSignature.Parameter, _ signature: FunctionSignature
  ) -> ArgumentBinding.Value? {
    switch parameter.kind {
    case .metric: return metricArgument(value, signature)
    case .label: return labelArgument(value, parameter, signature)
    case .window: return spanArgument(value, parameter, allowsZero: false)
    case .duration(let allowsZero): return spanArgument(value, parameter, allowsZero: allowsZero)
    case .literal(let range, let open): return numberArgument(value, parameter, range, open)
    case .rule:
      if case .expression(let expression) = value, case .literal(.string(let name)) = expression.kind {
        return .rule(name)
      }
      return mismatch(value, parameter, help: "write firing(\"rule_name\")")
    case .value:
      if case .expression(let expression) = value { return .expression(expression) }
      return mismatch(value, parameter, help: "label filters belong to metrics")
    }
  }

  private func mismatch(
    _ value: Call.Value, _ parameter: FunctionSignature.Parameter, help: String
  ) -> ArgumentBinding.Value? {
    log.report(
      .argumentType, "'\(parameter.name)' is \(parameter.noun), not \(value.noun)", at: value.range, help: help)
    return nil
  }

  private mutating func metricArgument(_ value: Call.Value, _ signature: FunctionSignature) -> ArgumentBinding.Value? {
    switch value {
    case .selector(let selector):
      guard let use = metric(named: selector.metric, selector.metricRange, signature),
        let filter = filter(selector.matchers)
      else { return nil }
      return .metric(use, filter)
    case .expression(let expression):
      guard case .name(let name) = expression.kind else {
        log.report(
          .argumentType, "'metric' is the name of a metric, not \(value.noun)", at: value.range,
          help: "a call looks like \(signature.example)")
        return nil
      }
      return metric(named: name, expression.range, signature).map { .metric($0, LabelFilter(matchers: [])) }
    }
  }

  private mutating func metric(named name: String, _ range: SourceRange, _ signature: FunctionSignature) -> MetricUse? {
    if !context.isKnownMetric(name, of: scope.declaration), name == "value" || context.functions[name] != nil {
      let noun = name == "value" ? "the rule's value" : "a function"
      log.report(
        .argumentType, "'\(signature.name)' looks at samples of a metric, but '\(name)' is \(noun)", at: range,
        help: "leave it out to look at the rule's metric: \(signature.example)")
      return nil
    }
    let use = context.metrics.use(name)
    warnOfCustom(use, range)
    return use
  }

  private func filter(_ matchers: [Selector.Matcher]) -> LabelFilter? {
    var tests: [LabelFilter.Matcher] = []
    for matcher in matchers {
      guard let test = test(matcher) else { continue }
      tests.append(.init(label: .label(matcher.label), test: test))
    }
    guard tests.count == matchers.count else { return nil }
    // The order of filters says nothing: equal sets share their windows.
    let order = matchers.indices.sorted {
      let (a, b) = (matchers[$0], matchers[$1])
      return (a.label, a.operation.rawValue, a.value) < (b.label, b.operation.rawValue, b.value)
    }
    return LabelFilter(matchers: order.map { tests[$0] })
  }

  private func test(_ matcher: Selector.Matcher) -> LabelFilter.Matcher.Test? {
    switch matcher.operation {
    case .equal: return .equals(matcher.value)
    case .notEqual: return .differs(matcher.value)
    case .matches, .matchesNot:
      switch context.pattern(matcher.value) {
      case .success(let pattern): return matcher.operation == .matches ? .matches(pattern) : .matchesNot(pattern)
      case .failure(let failure):
        log.report(
          .invalidPattern, "not a regular expression: \(failure.reason)", at: matcher.valueRange,
          help: "patterns are in RE2 syntax and match the whole text")
        return nil
      }
    }
  }

  private func labelArgument(
    _ value: Call.Value, _ parameter: FunctionSignature.Parameter, _ signature: FunctionSignature
  ) -> ArgumentBinding.Value? {
    if case .expression(let expression) = value {
      switch expression.kind {
      case .name(let name) where context.isKnownMetric(name, of: scope.declaration) && !LabelReference.isTopLevel(name):
        log.report(
          .missingArgument, "'\(signature.name)' needs a label behind the metric", at: value.range,
          help: "a call looks like distinct(llm_requests, user, 1h)")
        return nil
      case .name(let name): return .label(.label(name))
      case .attribute(let key): return .label(.attribute(key))
      default: break
      }
    }
    log.report(
      .argumentType, "'\(signature.name)' needs a label here, not \(value.noun)", at: value.range,
      help: "a call looks like \(signature.example)")
    return nil
  }

  private func spanArgument(
    _ value: Call.Value, _ parameter: FunctionSignature.Parameter, allowsZero: Bool
  ) -> ArgumentBinding.Value? {
    guard case .expression(let expression) = value else {
      return mismatch(value, parameter, help: "a duration looks like 5m")
    }
    switch expression.kind {
    case .literal(.duration(let span)) where span > .zero || allowsZero && span == .zero: return .span(span)
    case .literal(.number(0)) where allowsZero: return .span(.zero)
    case .literal(.duration), .literal(.number(0)):
      log.report(
        .argumentRange, "'\(parameter.name)' must be longer than zero", at: value.range, help: "a duration like 5m")
      return nil
    case .negate:
      log.report(
        .argumentRange, "'\(parameter.name)' is a duration, which can't be negative", at: value.range,
        help: parameter.name == "offset" ? "offset=5m looks 5 minutes back" : "a duration looks like 5m")
      return nil
    case .literal(.number):
      let written = value.range.shortText
      return mismatch(value, parameter, help: "a duration has a unit: write \(written)s, \(written)m or \(written)h")
    case .literal(.string):
      return mismatch(value, parameter, help: "write the duration without quotes")
    default:
      return mismatch(value, parameter, help: "a duration literal like 5m, known when the rules are loaded")
    }
  }

  private func numberArgument(
    _ value: Call.Value, _ parameter: FunctionSignature.Parameter, _ range: ClosedRange<Double>, _ open: Bool
  ) -> ArgumentBinding.Value? {
    guard case .expression(let expression) = value, let literal = expression.constant, let number = literal.number,
      !literal.isDuration
    else { return mismatch(value, parameter, help: parameter.help) }
    let isWhole = parameter.name != "min_points" || number == number.rounded()
    let isInside = open ? range.lowerBound < number && number < range.upperBound : range.contains(number)
    guard isInside, isWhole else {
      let (low, high) = (Interval(range).low, Interval(range).high)
      let bounds = open ? "between \(low.plain) and \(high.plain), without these" : "from \(low.plain) to \(high.plain)"
      let percent = number > 1 && number < 100 && range.upperBound == 1
      log.report(
        .argumentRange, "'\(parameter.name)' must be \(isWhole ? "" : "a whole number ")\(bounds)", at: value.range,
        label: percent ? "did you mean \(value.range.shortText)%?" : nil, help: parameter.help)
      return nil
    }
    return .number(number)
  }
}

extension Call.Value {
  var range: SourceRange {
    switch self {
    case .expression(let expression): expression.range
    case .selector(let selector): selector.range
    }
  }

  fileprivate var isLabelLike: Bool {
    guard case .expression(let expression) = self else { return false }
    switch expression.kind {
    case .name, .attribute: return true
    default: return false
    }
  }

  fileprivate var noun: String {
    switch self {
    case .selector: "a metric with filters"
    case .expression(let expression): expression.noun
    }
  }
}

extension Expression {
  fileprivate var noun: String {
    switch kind {
    case .literal(.string): "a string"
    case .literal(.duration): "a duration"
    case .literal(.boolean): "true or false"
    case .literal: "a number"
    case .list, .listReference: "a list"
    case .name(let name): "the name '\(name)'"
    case .call: "a call"
    case .attribute: "an attribute"
    case .not, .all, .any, .macroReference: "a condition"
    case .negate, .binary: "an expression"
    }
  }
}

extension Literal {
  fileprivate var isDuration: Bool { if case .duration = self { true } else { false } }
}

extension Double {
  fileprivate var plain: String { self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : "\(self)" }
}

extension FunctionSignature.Parameter {
  /// What the parameter takes, for messages.
  fileprivate var noun: String {
    switch kind {
    case .metric: "the name of a metric"
    case .label: "a label"
    case .window: "a window (a duration like 5m)"
    case .duration: "a duration (like 5m)"
    case .literal: name == "objective" ? "an objective (a share like 99.9%)" : "a number ('\(name)')"
    case .rule: "a rule's name in quotes"
    case .value(.string): "a text (string)"
    case .value(.boolean): "a condition"
    case .value: "a number"
    }
  }
}
