import RuleSyntax
import SentinelDiagnostics
import SentinelModel

extension ExpressionCompiler {
  mutating func compileName(_ name: String, _ range: SourceRange) -> Operand {
    switch (place, scope.mode) {
    case (.filter, _): filterName(name, range)
    case (.template, _): templateName(name, range)
    case (.condition, .event): eventName(name, range)
    case (.condition, .instants): instantName(name, range)
    }
  }

  mutating func compileAttribute(_ key: String, _ range: SourceRange) -> Operand {
    if place == .filter || (place == .condition && scope.mode == .event) {
      return Operand(.text(.label(.attribute(key))), at: range)
    }
    if let index = scope.groupIndex(of: key) { return Operand(.text(.group(index)), at: range) }
    reportLabel("attributes[\"\(key)\"]", range)
    return Operand(.fault, at: range)
  }

  // MARK: In `where`

  private mutating func filterName(_ name: String, _ range: SourceRange) -> Operand {
    if scope.mode == .event, let operand = eventField(name, range) { return operand }
    let isField = EventFieldName.isKnown(name)
    guard !isField, name != "value", context.functions[name] == nil, !context.metrics.isDeclared(name) else {
      let noun =
        isField
        ? "a field of single events"
        : name == "value"
          ? "the rule's value"
          : context.functions[name] != nil ? "a function" : "a metric"
      log.report(
        .notALabel, "'where' looks at labels, but '\(name)' is \(noun)", at: range,
        help: isField
          ? "only rules with 'on: event' read it"
          : "write it in 'condition'; a label of that name is attributes[\"\(name)\"]")
      return Operand(.fault, at: range)
    }
    log.warnOfLabel(name, at: range, .filter)
    return Operand(.text(.label(.label(name))), at: range)
  }

  // MARK: In conditions at instants

  /// [P20]: `value`, function, metric, label of `by`, rule.
  private mutating func instantName(_ name: String, _ range: SourceRange) -> Operand {
    if let operand = computedName(name, range) { return operand }
    if context.isKnownMetric(name, of: scope) { return metricName(name, range) }
    if let index = scope.groupIndex(of: name) { return Operand(.text(.group(index)), at: range) }
    if let rule = context.names.ruleIndices[name] { return compileFiring(rule, range) }
    if let quantile = Self.dottedQuantile(name) {
      reportQuantile(name, quantile, range)
    } else if LabelReference.isTopLevel(name) || name.contains(".") {
      reportLabel("'\(name)'", range)
    } else {
      reportUnknown(name, range)
    }
    return Operand(.fault, at: range)
  }

  /// `value` or a function with its defaults.
  mutating func computedName(_ name: String, _ range: SourceRange) -> Operand? {
    if name == "value" { return compileValueName(range) }
    guard let signature = context.functions[name] else { return nil }
    return compile(signature, Call(function: name, functionRange: range, arguments: [], text: name), range)
  }

  private mutating func compileValueName(_ range: SourceRange) -> Operand {
    guard let metric = ruleMetric(range, user: "'value'") else { return Operand(.fault, at: range) }
    if scope.mode == .event { return eventMetric(metric, range) }
    return series(metric, .aggregate(metric.aggregate), window: scope.window, at: range)
  }

  private mutating func metricName(_ name: String, _ range: SourceRange) -> Operand {
    let metric = context.metrics.use(name)
    return series(metric, .aggregate(metric.aggregate), window: scope.window, at: range)
  }

  mutating func compileFiring(_ rule: Int, _ range: SourceRange) -> Operand {
    let named = context.names.rules[rule]
    draft.name(rule: rule, at: range)
    if !named.isEnabled {
      log.report(
        .disabledRule, "rule '\(named.declaration.name.value)' is disabled, so this is always false", at: range,
        notes: [.init("it is declared here", at: named.declaration.name.range)])
      operations.append(.push(0))
    } else {
      operations.append(.firing(rule: rule))
    }
    return Operand(.boolean(.open), at: range)
  }

  // MARK: In templates

  private mutating func templateName(_ name: String, _ range: SourceRange) -> Operand {
    if name == "value" { return compileValueName(range) }
    if let index = scope.groupIndex(of: name) { return Operand(.text(.group(index)), at: range) }
    if let label = scope.declaration.labels.first(where: { $0.name.value == name }) {
      return Operand(.text(.literal(label.value.value)), at: range)
    }
    if scope.mode == .instants || context.functions[name] != nil {
      if let operand = computedName(name, range) { return operand }
      if context.isKnownMetric(name, of: scope) { return metricName(name, range) }
    } else if context.isKnownMetric(name, of: scope) || customEventMetrics.contains(name) {
      return eventMetric(context.metrics.use(name), range)
    }
    // It may be one of the labels that couldn't be read.
    if scope.declaration.unreadKeys.contains("by") { return Operand(.fault, at: range) }
    let known = InternTable(scope.by + scope.declaration.labels.map(\.name.value) + ["value", "severity"]).keys
    log.report(
      .unknownTemplateName, "'\(name)' is nothing that a template can show", at: range,
      label: log.suggestion(for: name, in: known),
      help: "known are \(known.map { "'\($0)'" }.joined(separator: ", ")) and the calls of the condition")
    return Operand(.fault, at: range)
  }

  // MARK: Faults

  /// The rule's metric; nil, and reported, where it has none.
  mutating func ruleMetric(_ range: SourceRange, user: String) -> MetricUse? {
    if let metric = scope.metric { return metric }
    if scope.declaration.unreadKeys.contains("metric") { return nil }
    log.report(
      .missingMetric, "\(user) needs a metric, and the rule has no 'metric'", at: range,
      help: "give the rule a 'metric', or name one in the call: avg(llm_cost_usd, 5m)")
    return nil
  }

  func warnOfCustom(_ metric: MetricUse, _ range: SourceRange) {
    // What a template shows stands in the condition too, and was reported there.
    guard metric.isCustom, place != .template else { return }
    // The rule's own metric is reported where it is declared.
    if scope.declaration.metric?.value == metric.metric.name, scope.declaration.metric?.range != range { return }
    let fields = scope.mode == .event ? Array(EventFieldName.numbers.keys) : []
    let candidates = context.metrics.names + fields
    log.report(
      .unknownMetric, "no detector declares the metric '\(metric.metric.name)'", at: range,
      label: log.suggestion(for: metric.metric.name, in: candidates),
      help: "it is taken as a gauge that comes with events; 'sentinel metrics' lists the declared ones")
  }

  private func reportLabel(_ shown: String, _ range: SourceRange) {
    if scope.declaration.unreadKeys.contains("by") { return }
    let by = scope.by.isEmpty ? "no label" : scope.by.joined(separator: ", ")
    log.report(
      .labelOutsideGrouping, "the label \(shown) is not in 'by' (which has \(by)), so a group has no value of it",
      at: range, help: "filter by it in 'where', or add it to 'by'")
  }

  /// `p999` for `p99.9`.
  static func dottedQuantile(_ name: String) -> String? {
    let digits = name.filter { $0 != "." }
    return name.utf8.count == digits.utf8.count + 1 && FunctionCatalogue.quantile(named: digits) != nil ? digits : nil
  }

  private func reportQuantile(_ name: String, _ quantile: String, _ range: SourceRange) {
    log.report(
      .unknownName, "'\(name)' is no function: quantiles are named without a point", at: range,
      label: "did you mean '\(quantile)'?", help: "p95 is 95 %, p999 is 99.9 %")
  }

  private func reportUnknown(_ name: String, _ range: SourceRange) {
    let candidates =
      context.functions.names + context.metrics.names + scope.by + Array(context.names.ruleIndices.keys) + ["value"]
    let isField = EventFieldName.isKnown(name)
    let metricHelp = "a label belongs into 'where' or 'by'; a metric of your own is named in a call: last(\(name))"
    log.report(
      .unknownName, "'\(name)' is no function, metric, label of 'by' or rule", at: range,
      label: isField ? "it is a field of single events" : functionSuggestion(for: name, in: candidates),
      help: isField ? "only a rule with 'on: event' looks at single events" : metricHelp)
  }
}

extension LabelReference {
  private static let topLevel = Set(topLevelNames)

  static func isTopLevel(_ name: String) -> Bool { topLevel.contains(name) }
}
