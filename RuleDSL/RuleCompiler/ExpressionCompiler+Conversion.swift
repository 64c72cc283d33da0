import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns

extension ExpressionCompiler {
  /// The argument as the parameter takes it; nil, and reported, if it is something else.
  mutating func convert(
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
    if !context.isKnownMetric(name, of: scope), name == "value" || context.functions[name] != nil {
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
      log.warnOfLabel(matcher.label, at: matcher.labelRange, .name)
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
      case .name(let name) where context.isKnownMetric(name, of: scope) && !LabelReference.isTopLevel(name):
        log.report(
          .missingArgument, "'\(signature.name)' needs a label behind the metric", at: value.range,
          help: "a call looks like distinct(llm_requests, user, 1h)")
        return nil
      case .name(let name):
        log.warnOfLabel(name, at: value.range, .name)
        return .label(.label(name))
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
      let bounds = open ? "more than \(low.plain) and less than \(high.plain)" : "from \(low.plain) to \(high.plain)"
      // 1.5 is hardly 1.5 %; 99.9 is 99.9 %.
      let percent = number >= 2 && number < 100 && range.upperBound == 1
      log.report(
        .argumentRange, "'\(parameter.name)' must be \(isWhole ? "" : "a whole number ")\(bounds)", at: value.range,
        label: percent ? "did you mean \(value.range.shortText)%?" : nil,
        help: parameter.name == "q" ? "\(parameter.help), like 0.95" : parameter.help)
      return nil
    }
    return .number(number)
  }
}
