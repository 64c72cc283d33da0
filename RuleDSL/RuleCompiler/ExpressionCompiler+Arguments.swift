import RuleSyntax
import SentinelDiagnostics
import SentinelModel

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
        .missingArgument, "'\(call.function)' needs '\(parameter.name)', \(parameter.noun)", at: range,
        help: "\(parameter.name): \(parameter.help); a call looks like \(signature.example)")
    }
    return isMissing
  }
}
