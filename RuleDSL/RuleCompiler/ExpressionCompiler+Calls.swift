import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  mutating func compileCall(_ call: Call, _ range: SourceRange) -> Operand {
    guard place != .filter else {
      log.report(
        .notALabel, "'where' looks at labels of single samples, and has no functions", at: range,
        help: "write it in 'condition'")
      return Operand(.fault, at: range)
    }
    guard let signature = context.functions[call.function] else {
      reportUnknownFunction(call)
      return Operand(.fault, at: range)
    }
    return compile(signature, call, range)
  }

  private func reportUnknownFunction(_ call: Call) {
    let name = call.function
    let isMetric = context.metrics.isDeclared(name)
    log.report(
      .unknownFunction, "'\(name)' is not a function", at: call.functionRange,
      label: isMetric ? "it is a metric" : functionSuggestion(for: name, in: context.functions.names),
      help: isMetric ? "write avg(\(name), 5m)" : "'sentinel functions' lists what is registered")
  }

  /// What spreadsheets, databases and other rule languages call our functions.
  private static let foreignFunctions = [
    "average": "avg", "increase": "sum", "len": "length", "mean": "avg", "median": "p50", "percentile": "quantile",
    "std": "stddev",
  ]

  /// `did you mean 'p50'?` for the candidate, or other language's name of a function, nearest to `name`.
  func functionSuggestion(for name: String, in candidates: [String]) -> String? {
    let ending = "_over_time"
    let stem = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
    if stem != name, context.functions[stem] != nil { return "did you mean '\(stem)'?" }
    if let quantile = Self.dottedQuantile(name) { return "did you mean '\(quantile)'?" }
    if let own = Self.foreignFunctions[name] { return "did you mean '\(own)'?" }
    let nearest = log.nearest(to: name, in: candidates + Self.foreignFunctions.keys)
    return nearest.map { "did you mean '\(Self.foreignFunctions[$0] ?? $0)'?" }
  }

  mutating func compile(_ signature: FunctionSignature, _ call: Call, _ range: SourceRange) -> Operand {
    guard let arguments = bind(call, signature, range) else { return Operand(.fault, at: range) }
    switch signature.name {
    case "firing": return compileFiring(arguments, range)
    case "burn_rate": return compileBurnRate(arguments, range)
    case "length", "lower": return compileText(signature.name, arguments, range)
    default: break
    }
    if let plugin = context.pluginIndices[signature.name], case .scalar = context.pluginFunctions[plugin].body {
      return compileScalar(plugin, arguments, range)
    }
    return compileSeries(signature, call, arguments, range)
  }

  private mutating func compileFiring(_ arguments: ArgumentBinding, _ range: SourceRange) -> Operand {
    guard let name = arguments.rule else { return Operand(.fault, at: range) }
    if let rule = context.names.ruleIndices[name] { return compileFiring(rule, range) }
    log.report(
      .unknownRule, "no rule has the name '\(name)'", at: arguments.range("rule") ?? range,
      label: log.suggestion(for: name, in: context.names.ruleIndices.keys),
      help: "the rule must stand in one of the loaded files")
    return Operand(.fault, at: range)
  }

  /// [P37]: the average of 0 and 1 is the error ratio.
  private mutating func compileBurnRate(_ arguments: ArgumentBinding, _ range: SourceRange) -> Operand {
    guard let objective = arguments.number("objective") else { return Operand(.fault, at: range) }
    let (use, filter) = arguments.metric ?? (context.metrics.use("error_rate"), LabelFilter(matchers: []))
    let ratio = series(
      use, .aggregate(.avg), filter: filter, window: arguments.span("window") ?? scope.window,
      offset: arguments.span("offset") ?? .zero, at: range)
    operations.append(.push(1 - objective))
    operations.append(.divide)
    guard case .number(var quantity) = ratio.value else { return ratio }
    quantity.interval = quantity.interval / Interval(constant: 1 - objective)
    quantity.isShare = false
    return Operand(.number(quantity), at: range)
  }

  private mutating func compileText(_ name: String, _ arguments: ArgumentBinding, _ range: SourceRange) -> Operand {
    guard let expression = arguments.expressions.first, let source = text(compile(expression), of: name) else {
      return Operand(.fault, at: range)
    }
    if name == "lower" { return Operand(.text(.lowered(source)), at: range) }
    operations.append(.length(source))
    return Operand(.number(Quantity(dimension: Dimension.none, interval: .notNegative)), at: range)
  }

  /// A plugin's function of numbers.
  private mutating func compileScalar(_ plugin: Int, _ arguments: ArgumentBinding, _ range: SourceRange) -> Operand {
    let signature = context.pluginFunctions[plugin].signature
    var isValid = true
    for expression in arguments.expressions {
      let (compiled, open) = compileOperand(expression)
      let operand = open.map { settle($0, asNumber: true) } ?? compiled
      if case .number = operand.value { continue }
      isValid = false
      guard !operand.isFault else { continue }
      log.report(
        .argumentType, "'\(signature.name)' takes numbers, but this is \(operand.noun)", at: operand.range,
        help: "a call looks like \(signature.example)")
    }
    guard isValid else { return Operand(.fault, at: range) }
    operations.append(.function(plugin, count: arguments.expressions.count))
    return Operand(.number(signature.quantity(of: nil)), at: range)
  }

  // MARK: Series

  private mutating func compileSeries(
    _ signature: FunctionSignature, _ call: Call, _ arguments: ArgumentBinding, _ range: SourceRange
  ) -> Operand {
    guard let (use, filter) = arguments.metric ?? ruleMetric(call, range) else { return Operand(.fault, at: range) }
    var window = arguments.span("window") ?? scope.window
    guard
      let function = seriesFunction(
        signature, use, window, arguments, windowRange: arguments.range("window") ?? call.functionRange,
        callRange: range)
    else { return Operand(.fault, at: range) }
    if case .ewmaZscore = function { window = .zero }
    return series(
      use, function, filter: filter, window: window, offset: arguments.span("offset") ?? .zero, at: range,
      result: signature.result, known: signature.quantity(of: use))
  }

  private mutating func ruleMetric(_ call: Call, _ range: SourceRange) -> (use: MetricUse, filter: LabelFilter)? {
    ruleMetric(range, user: "'\(call.function)'").map { ($0, LabelFilter(matchers: [])) }
  }

  /// Appends a series call.
  mutating func series(
    _ use: MetricUse, _ function: SeriesCall.Function, filter: LabelFilter = LabelFilter(matchers: []),
    window: TimeSpan, offset: TimeSpan = .zero, at range: SourceRange, result: ValueType = .number,
    known: Quantity? = nil
  ) -> Operand {
    let call = CallDraft(metric: use.index, filter: filter, function: function, window: window, offset: offset)
    if place == .template, !draft.knows(call) {
      log.report(
        .unknownTemplateName, "the condition has no '\(range.shortText)', so a template can't show it", at: range,
        help: "calls in a template stand in the rule's condition too")
      return Operand(.fault, at: range)
    }
    draft.name(metric: use.index)
    operations.append(.call(draft.intern(call)))
    if case .aggregate(let aggregate) = function {
      return Operand(.number(use.quantity(of: aggregate)), at: range)
    }
    return Operand(result == .boolean ? .boolean(.open) : .number(known ?? .unknown), at: range)
  }
}

extension MetricUse {
  /// Unit and range of an aggregate of the metric's samples.
  func quantity(of aggregate: Aggregate) -> Quantity {
    let samples = Interval(metric.range)
    let summed = samples.low >= 0 ? Interval.notNegative : Interval.all
    let isShare = metric.unit == .ratio && samples.high == 1
    switch aggregate {
    case .avg, .min, .max, .first, .last, .quantile:
      return Quantity(dimension: dimension, interval: samples, isShare: isShare)
    case .sum: return Quantity(dimension: dimension, interval: summed)
    case .count: return Quantity(dimension: Dimension.none, interval: .notNegative, isCount: true)
    case .stddev: return Quantity(dimension: dimension, interval: Interval(0, (samples.high - samples.low) / 2))
    case .rate:
      return Quantity(
        dimension: dimension.map { $0 / .seconds }, interval: metric.kind == .sum ? summed : .all)
    }
  }
}

extension FunctionSignature {
  /// Unit and range of the result, of functions that are no aggregates.
  func quantity(of use: MetricUse?) -> Quantity {
    let dimension: Dimension? =
      switch unit {
      case .metric: use?.dimension
      case .metricPerSecond: use?.dimension.map { $0 / .seconds }
      case .fixed(let unit): Dimension(unit)
      case .none: group == .plugin ? nil : Dimension.none
      }
    return Quantity(dimension: dimension, interval: Interval(range))
  }
}
