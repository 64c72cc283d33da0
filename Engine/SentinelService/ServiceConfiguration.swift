import SentinelCommands
import SentinelConfiguration
import SentinelDiagnostics
import SentinelPlugin

/// The file that a service is configured by.
struct ServiceConfiguration: Sendable {
  let path: String
  let registry: PluginRegistry
  let environment: [String: String]

  /// The configuration as the file says it now; what is wrong with it, or that it can't be read, is in its diagnostics.
  func read() -> EngineConfiguration {
    var diagnostics = Diagnostics()
    guard let source = RuleSetLoader(registry: registry).read(path, diagnostics: &diagnostics) else {
      return EngineConfiguration(path: path, diagnostics: diagnostics)
    }
    return ConfigurationReader.read(source, registry: registry, environment: environment, scope: .service)
  }
}
