import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Names in the conditions of rules on single events.
extension ExpressionCompiler {
  /// [P20], [P60]: field, label, metric of this event; then as at instants.
  mutating func eventName(_ name: String, _ range: SourceRange) -> Operand {
    if let operand = eventField(name, range) { return operand }
    if LabelReference.isTopLevel(name) || scope.groupIndex(of: name) != nil {
      return Operand(.text(.label(.label(name))), at: range)
    }
    if context.isKnownMetric(name, of: scope) {
      return eventMetric(context.metrics.use(name), range)
    }
    if let operand = computedName(name, range) { return operand }
    if let rule = context.names.ruleIndices[name] { return compileFiring(rule, range) }
    if !name.contains("."), let near = log.nearest(to: name, in: eventCandidates) {
      return misspelt(name, near, range)
    }
    return Operand(.text(.label(.label(name))), at: range)
  }

  private func misspelt(_ name: String, _ near: String, _ range: SourceRange) -> Operand {
    log.report(
      .unknownName, "'\(name)' is no field, label, metric, function or rule", at: range,
      label: "did you mean '\(near)'?", help: "an attribute of that name is attributes[\"\(name)\"]")
    return Operand(.fault, at: range)
  }

  private var eventCandidates: [String] {
    Array(EventFieldName.texts.keys) + LabelReference.topLevelNames + context.functions.names + eventNumbers
  }

  private var eventNumbers: [String] { Array(EventFieldName.numbers.keys) + context.metrics.names + ["value"] }

  mutating func eventField(_ name: String, _ range: SourceRange) -> Operand? {
    if let field = EventFieldName.texts[name] { return Operand(.text(.text(field)), at: range) }
    guard let number = EventFieldName.numbers[name] else { return nil }
    operations.append(number.isMilliseconds ? .eventMilliseconds(number.field) : .eventNumber(number.field))
    return Operand(
      .number(Quantity(dimension: Dimension(number.unit), interval: .notNegative)), at: range)
  }

  mutating func eventMetric(_ metric: MetricUse, _ range: SourceRange) -> Operand {
    draft.name(metric: metric.index)
    warnOfCustom(metric, range)
    operations.append(.eventMetric(metric.index))
    return Operand(
      .number(Quantity(dimension: metric.dimension, interval: Interval(metric.metric.range))), at: range)
  }

  // MARK: Open names

  /// A bare name that nobody knows, whose meaning is open until it is known what it stands against: a metric of the
  /// event against a number, else an attribute ([P20]).
  struct OpenName {
    let name: String
    let range: SourceRange
    /// Where its operation goes if it is a metric.
    let position: Int
    /// Its place in the evidence.
    let slot: Int?
  }

  /// Compiles an operand of an operator; an open name is left to ``settle(_:asNumber:)``.
  mutating func compileOperand(_ expression: Expression) -> (operand: Operand, open: OpenName?) {
    guard case .name(let name) = expression.kind, isOpen(name) else { return (compile(expression), nil) }
    let slot = evidence.reserve(for: name)
    let open = OpenName(name: name, range: expression.range, position: operations.count, slot: slot)
    // Until it is settled it is a text: with another open name it can only be compared as one.
    return (Operand(.text(.label(.label(name))), at: expression.range), open)
  }

  private func isOpen(_ name: String) -> Bool {
    guard place == .condition, scope.mode == .event, !name.contains("."), !EventFieldName.isKnown(name) else {
      return false
    }
    let isLabel =
      LabelReference.isTopLevel(name) || scope.groupIndex(of: name) != nil || EventFieldName.waysOut[name] != nil
    return !isLabel && !isKnownAnywhere(name)
  }

  /// `value`, a function, a metric or a rule.
  func isKnownAnywhere(_ name: String) -> Bool {
    name == "value" || context.functions[name] != nil || context.isKnownMetric(name, of: scope)
      || context.names.ruleIndices[name] != nil
  }

  /// Decides what an open name is; the operations of what was compiled after it move up where it is a number.
  mutating func settle(_ open: OpenName, asNumber: Bool) -> Operand {
    let operand: Operand
    var program: Program?
    if !asNumber {
      operand = eventName(open.name, open.range)
      program = self.program(from: operations.count, operand)
    } else if let near = slip(open.name) {
      operand = misspelt(open.name, near, open.range)
    } else {
      let behind = operations[open.position...]
      operations.removeSubrange(open.position...)
      operand = eventMetric(context.metrics.use(open.name), open.range)
      program = self.program(from: open.position, operand)
      operations += behind
      customEventMetrics.insert(open.name)
    }
    evidence.fill(open.slot, program)
    return operand
  }

  /// The known name that differs from this one by a slip of the keyboard; names of people's own metrics may well be
  /// less far from a known one than suggestions reach.
  private func slip(_ name: String) -> String? {
    let functions = context.functions.names.filter { $0.utf8.count == name.utf8.count }
    return Spelling.slip(of: name, in: eventNumbers + LabelReference.topLevelNames + functions)
  }
}
