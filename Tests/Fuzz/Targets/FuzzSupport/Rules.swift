import CostDetectors
import LatencyDetectors
public import RuleCompiler
public import RuleSyntax
import SentinelDiagnostics
import SentinelModel
public import SentinelPlugin

/// The plugins that rules are compiled and run with.
public let registry = PluginRegistry([LatencyDetectors.plugin, CostDetectors.plugin])

private let compiler = RuleCompiler(
  metrics: registry.metrics, functions: FunctionCatalogue(plugins: registry.functions),
  pluginFunctions: registry.functions)

/// Compiles a file; its findings must have their places.
public func compile(_ file: RuleFile, renders: Bool = true) -> RuleSetPlan? {
  var diagnostics = Diagnostics()
  let plan = compiler.compile([file], diagnostics: &diagnostics)
  diagnostics.checkPlaces(renders: renders)
  require((plan == nil) == diagnostics.hasErrors, "a plan goes with no error")
  return plan
}
