public import FuzzSupport
import RuleCompiler
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel

@_cdecl("FuzzExpressions_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// Parses the input as an expression. One without faults must read back from its canonical text as it was; any is
/// compiled as a condition, and a part of those that compile are run.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: bytes(start, count), as: UTF8.self)
  var diagnostics = Diagnostics()
  let expression = parse(text, &diagnostics)
  let choice = text.utf8.reduce(UInt64(count)) { ($0 &* 31) &+ UInt64($1) }
  diagnostics.checkPlaces(renders: choice % 8 == 0)
  require(expression != nil || diagnostics.hasErrors, "an expression is refused without a reason")
  guard let expression else { return 0 }
  if !diagnostics.hasErrors { checkCanonical(expression) }
  let plan = compile(file(of: expression, text, count % 2 == 0 ? .instants : .event), renders: choice % 8 == 1)
  if choice % 4 == 0, !diagnostics.hasErrors, let plan { Run.sample(plan) }
  return 0
}

private func parse(_ text: String, _ diagnostics: inout Diagnostics) -> Expression? {
  ExpressionParser.parse(text: text, source: SourceText(path: "input", text: text), diagnostics: &diagnostics)
}

private func checkCanonical(_ expression: Expression) {
  var diagnostics = Diagnostics()
  let again = parse(expression.canonical, &diagnostics)
  require(again == expression && !diagnostics.hasErrors, "the canonical text reads back as something else")
  require(again?.canonical == expression.canonical, "the canonical text is not the only one")
}

/// A rule with the expression as its condition, beside what it may name.
private func file(of expression: Expression, _ text: String, _ mode: EvaluationMode) -> RuleFile {
  var file = surroundings
  for index in file.rules.indices where file.rules[index].name.value == "subject" {
    file.rules[index].condition = Condition(expression: expression, text: text)
    if mode == .event { file.rules[index].mode = Located(mode, at: file.rules[index].range) }
  }
  return file
}

private let surroundings: RuleFile = {
  let text = """
    lists: {staff: [u1, u2], limits: [1, 2.5, -3], internal: [staging]}
    macros: {busy: count(5m) > 1, quiet: not @busy}
    rules:
      - {name: subject, metric: llm_request_duration_seconds, by: [service, tenant], condition: value > 1,
         every: 1s, group_ttl: 1m, window: 20s}
      - {name: other, metric: llm_errors, condition: sum > 0, group_ttl: 1m}
    """
  var diagnostics = Diagnostics()
  let source = SourceText(path: "surroundings.yaml", text: text)
  let (file, _) = RuleFileParser.parse(source, diagnostics: &diagnostics)
  require(!diagnostics.hasErrors, "the surroundings are wrong")
  return file
}()
