import RuleSyntax
import SentinelDiagnostics

/// The names that all files share: rules, lists and macros. The first of a name in path order has it.
struct GlobalNames {
  /// All rules in path and file order, second ones of a name too.
  private(set) var rules: [RuleScope] = []
  private(set) var lists: [ListDeclaration] = []
  private(set) var macros: [MacroDeclaration] = []
  private(set) var ruleIndices: [String: Int] = [:]
  private(set) var listIndices: [String: Int] = [:]
  private(set) var macroIndices: [String: Int] = [:]

  init(_ files: [RuleFile], log: FindingLog) {
    for file in files.sorted(by: { $0.source.path < $1.source.path }) {
      // By index: a declaration is large to copy.
      for index in file.rules.indices { add(file.rules[index], log) }
      for list in file.lists { add(list, log) }
      for macro in file.macros { add(macro, log) }
    }
  }

  private mutating func add(_ rule: RuleDeclaration, _ log: FindingLog) {
    if let first = ruleIndices[rule.name.value] {
      Self.reportSecond("rule", rule.name, first: rules[first].declaration.name, .duplicateRule, log)
    } else {
      ruleIndices[rule.name.value] = rules.count
    }
    rules.append(RuleScope(rule, index: rules.count))
  }

  private mutating func add(_ list: ListDeclaration, _ log: FindingLog) {
    if let first = listIndices[list.name.value] {
      return Self.reportSecond("list", list.name, first: lists[first].name, .duplicateList, log)
    }
    listIndices[list.name.value] = lists.count
    lists.append(list)
  }

  private mutating func add(_ macro: MacroDeclaration, _ log: FindingLog) {
    if let first = macroIndices[macro.name.value] {
      return Self.reportSecond("macro", macro.name, first: macros[first].name, .duplicateMacro, log)
    }
    macroIndices[macro.name.value] = macros.count
    macros.append(macro)
  }

  private static func reportSecond(
    _ noun: String, _ name: Located<String>, first: Located<String>, _ code: DiagnosticCode, _ log: FindingLog
  ) {
    log.report(
      code, "a second \(noun) has the name '\(name.value)'", at: name.range,
      notes: [.init("the first stands here", at: first.range)],
      help: "names of \(noun)s are unique over all files; rename or remove one of the two")
  }
}
