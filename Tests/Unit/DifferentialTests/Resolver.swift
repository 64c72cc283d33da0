import RuleSyntax
import SentinelModel

/// Resolves names ([P20]) and arguments ([P35]), and expands macros and lists.
struct Resolver {
  var lists: [String: [Literal]] = [:]
  var macros: [String: Expression] = [:]
  var ruleNames: Set<String> = []

  private static let textNames: Set<String> = ["system", "prompt", "response", "query"]
  private static let numberNames: Set<String> = [
    "input_tokens", "output_tokens", "cost_usd", "duration_seconds", "duration_ms", "ttft_seconds", "queue_seconds",
  ]
  private static let labelNames: Set<String> = [
    "service", "tenant", "user", "session", "provider", "model", "operation", "status", "error_type",
  ]

  func resolve(_ rule: RuleDeclaration) throws -> ReferenceRule {
    let metric = rule.metric.map { MetricUse($0.value) }
    let by = rule.by?.value.map(\.value) ?? ["service"]
    let isEvent = rule.mode?.value == .event
    let window = rule.window?.value.nanoseconds ?? 300_000_000_000
    var scope = Scope(resolver: self, metric: metric, by: by, window: window, isEvent: isEvent, isFilter: false)
    var levels: [(severity: Severity, condition: ReferenceNode)] = []
    if let map = rule.severityMap {
      for (severity, condition) in map { levels.append((severity.value, try scope.node(condition.expression))) }
      levels.sort { $0.severity < $1.severity }
    } else if let condition = rule.condition {
      levels = [(rule.severity?.value ?? .warning, try scope.node(condition.expression))]
    }
    var filterScope = Scope(resolver: self, metric: nil, by: [], window: window, isEvent: isEvent, isFilter: true)
    let filter = try rule.filter.map { try filterScope.node($0.expression) }
    if let metric { scope.namedMetrics.insert(metric.name) }
    let lookback = Swift.max(scope.lookback, metric == nil ? 0 : window)
    return ReferenceRule(
      name: rule.name.value, category: rule.category, metric: metric, isEvent: isEvent,
      isEnabled: rule.enabled?.value ?? true, filter: filter, by: by, window: window,
      every: rule.every?.value.nanoseconds ?? 10_000_000_000, hold: rule.hold?.value.nanoseconds ?? 0,
      keepFiringFor: rule.keepFiringFor?.value.nanoseconds ?? (isEvent ? 300_000_000_000 : 0),
      noData: rule.noData?.value ?? .ok, levels: levels,
      labels: Dictionary(rule.labels.map { ($0.name.value, $0.value.value) }) { $1 },
      groupTTL: rule.groupTTL?.value.nanoseconds ?? Swift.max(86_400_000_000_000, 2 * lookback),
      maxGroups: rule.maxGroups?.value ?? 10_000, namedMetrics: scope.namedMetrics, namedRules: scope.namedRules)
  }

  /// What names mean in one rule; gathers what the rule names.
  struct Scope {
    let resolver: Resolver
    let metric: MetricUse?
    let by: [String]
    let window: Int64
    let isEvent: Bool
    let isFilter: Bool
    var namedMetrics: Set<String> = []
    var namedRules: Set<String> = []
    var lookback: Int64 = 0

    mutating func node(_ expression: Expression) throws -> ReferenceNode {
      switch expression.kind {
      case .literal(.string(let text)): return .text(text)
      case .literal(.boolean(let flag)): return .truth(flag)
      case .literal(let literal): return .number(literal.number ?? .nan)
      case .list(let elements): return .list(try elements.map { try node($0) })
      case .listReference(let name):
        guard let elements = resolver.lists[name] else { throw ReferenceFailure(description: "no list \(name)") }
        return .list(elements.map(Self.literal))
      case .macroReference(let name):
        guard let body = resolver.macros[name] else { throw ReferenceFailure(description: "no macro \(name)") }
        return try node(body)
      case .name(let name): return try resolve(name)
      case .call(let call): return try resolve(call)
      case .attribute(let name): return .attribute(name)
      case .not(let operand): return .not(try node(operand))
      case .negate(let operand): return .negate(try node(operand))
      case .all(let operands): return .all(try operands.map { try node($0) })
      case .any(let operands): return .any(try operands.map { try node($0) })
      case .binary(let operation, let left, let right):
        return .binary(operation, try node(left), try node(right))
      }
    }

    private static func literal(_ literal: Literal) -> ReferenceNode {
      switch literal {
      case .string(let text): .text(text)
      case .boolean(let flag): .truth(flag)
      default: .number(literal.number ?? .nan)
      }
    }

    private mutating func resolve(_ name: String) throws -> ReferenceNode {
      if isEvent {
        if Resolver.textNames.contains(name) { return .eventText(name) }
        if Resolver.numberNames.contains(name) { return .eventNumber(name) }
      }
      if isFilter { return .eventLabel(name) }
      if isEvent {
        if Resolver.labelNames.contains(name) || by.contains(name) { return .eventLabel(name) }
        if MetricUse.isKnown(name) { return .eventSample(MetricUse(name).name) }
      }
      if name == "value" { return .value }
      if ReferenceCall.isFunction(name) {
        return try windowCall(name, [])
      }
      if !MetricUse.isKnown(name) {
        if let index = by.firstIndex(of: name) { return .groupLabel(index) }
        if resolver.ruleNames.contains(name) {
          namedRules.insert(name)
          return .firing(name)
        }
        if isEvent { return .eventSample(name) }
      }
      return note(ReferenceCall(function: "value", metric: MetricUse(name), window: window))
    }

    private mutating func note(_ call: ReferenceCall) -> ReferenceNode {
      namedMetrics.insert(call.metric.name)
      lookback = Swift.max(lookback, call.lookback)
      return .call(call)
    }

    private mutating func resolve(_ call: Call) throws -> ReferenceNode {
      let arguments = call.arguments.map { ($0.name, $0.value) }
      switch call.function {
      case "firing":
        guard case .expression(let argument)? = arguments.first?.1, case .literal(.string(let name)) = argument.kind
        else { throw ReferenceFailure(description: "firing takes a rule's name") }
        namedRules.insert(name)
        return .firing(name)
      case "length", "lower":
        guard case .expression(let argument)? = arguments.first?.1 else {
          throw ReferenceFailure(description: "\(call.function) takes a text")
        }
        return call.function == "length" ? .length(try node(argument)) : .lowered(try node(argument))
      default: return try windowCall(call.function, arguments)
      }
    }

    private mutating func windowCall(_ name: String, _ arguments: [(String?, Call.Value)]) throws -> ReferenceNode {
      guard ReferenceCall.isFunction(name) else { throw ReferenceFailure(description: "no function \(name)") }
      var result = ReferenceCall(function: name, metric: metric ?? MetricUse("error_rate"), window: window)
      if name == "burn_rate" { result.metric = MetricUse("error_rate") }
      if let q = ReferenceCall.percentile(name) {
        result.function = "quantile"
        result.q = q
      }
      var names: [String] = []
      for (parameter, value) in arguments {
        switch value {
        case .selector(let selector):
          result.metric = MetricUse(selector.metric)
          result.matchers = selector.matchers
        case .expression(let expression):
          if case .name(let name) = expression.kind, parameter == nil {
            names.append(name)
          } else {
            try set(&result, parameter, expression)
          }
        }
      }
      if name == "distinct" {
        guard let label = names.popLast() else { throw ReferenceFailure(description: "distinct needs a label") }
        result.label = label
      }
      if let metric = names.first { result.metric = MetricUse(metric) }
      return note(result)
    }

    private func set(_ call: inout ReferenceCall, _ parameter: String?, _ expression: Expression) throws {
      guard case .literal(let literal) = expression.kind, let number = literal.number else {
        if case .attribute(let name) = expression.kind {
          call.label = name
          return
        }
        throw ReferenceFailure(description: "\(call.function): an argument is no literal")
      }
      switch (parameter, literal) {
      case (nil, .duration(let span)), ("window", .duration(let span)): call.window = span.nanoseconds
      case (nil, _), ("q", _): call.q = number
      case ("offset", .duration(let span)): call.offset = span.nanoseconds
      case ("offset", _): call.offset = 0
      case (let name?, .duration(let span)): call.durations[name] = span.nanoseconds
      case (let name?, _): call.numbers[name] = number
      }
    }
  }
}
