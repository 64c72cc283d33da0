import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns

/// What all rules of one compilation share.
final class CompilationContext {
  let metrics: MetricTable
  let functions: FunctionCatalogue
  let pluginFunctions: [PluginFunction]
  let pluginIndices: [String: Int]
  let names: GlobalNames
  let macros: MacroTable
  let log: FindingLog
  /// Macros and lists that some rule uses.
  var usedMacros: Set<Int> = []
  var usedLists: Set<Int> = []
  /// Nodes that macros may still add, over all rules.
  var expansionLeft = 500_000
  private var patterns: [String: Result<Pattern, Pattern.Failure>] = [:]

  init(
    metrics: MetricCatalogue, functions: FunctionCatalogue, pluginFunctions: [PluginFunction], names: GlobalNames,
    log: FindingLog
  ) {
    self.metrics = MetricTable(metrics)
    self.functions = functions
    self.pluginFunctions = pluginFunctions
    pluginIndices = Dictionary(
      pluginFunctions.enumerated().map { ($1.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.names = names
    self.macros = MacroTable(names, log: log)
    self.log = log
  }

  /// Compiles each pattern once.
  func pattern(_ source: String) -> Result<Pattern, Pattern.Failure> {
    if let known = patterns[source] { return known }
    let result = Result { () throws(Pattern.Failure) in try Pattern(source) }
    patterns[source] = result
    return result
  }

  /// Whether a bare name is that of a metric: of a declared one, or of the rule's own.
  func isKnownMetric(_ name: String, of rule: RuleScope) -> Bool {
    metrics.isDeclared(name) || rule.declaration.metric?.value == name
  }
}
