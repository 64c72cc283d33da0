public import FuzzSupport
import RuleCompiler
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel

@_cdecl("FuzzRuleFiles_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// Reads the input as a rule file and compiles it. A valid one must read back from its canonical text as it was; one
/// that compiles runs for a while.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var diagnostics = Diagnostics()
  let file = parse(bytes(start, count), &diagnostics)
  diagnostics.checkPlaces()
  if !diagnostics.hasErrors { checkCanonical(file) }
  let plan = compile(file)
  if !diagnostics.hasErrors, let plan { run(plan) }
  return 0
}

private func parse(_ bytes: [UInt8], _ diagnostics: inout Diagnostics) -> RuleFile {
  RuleFileParser.parse(SourceText(path: "rules.yaml", bytes: bytes), diagnostics: &diagnostics).file
}

private func checkCanonical(_ file: RuleFile) {
  let canonical = file.canonical
  var diagnostics = Diagnostics()
  let again = parse(Array(canonical.utf8), &diagnostics)
  require(!diagnostics.hasErrors, "the canonical text has errors")
  require(again.canonical == canonical, "the canonical text is not the only one")
  require(
    again.lists == file.lists && again.macros == file.macros && again.rules.count == file.rules.count,
    "a declaration reads back as something else")
  let order = file.rules.map(\.name.value).sorted()
  require(again.rules.map(\.name.value).sorted() == order, "rules are lost")
}

/// Events that lie 20 s apart and rules that look every millisecond give 20,000 instants, which is no finding.
private func run(_ plan: RuleSetPlan) {
  guard plan.rules.count <= 8, plan.rules.allSatisfy({ $0.every >= .milliseconds(100) }) else { return }
  Run.sample(plan)
}
