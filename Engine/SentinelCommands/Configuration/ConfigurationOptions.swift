import ArgumentParser
import SentinelDiagnostics

/// Which configuration a command runs with.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Configuration in YAML: options of detectors, such as prices of your own.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  /// The configuration of the file; that of no file says nothing.
  /// - Throws: for a file that doesn't exist.
  func read(in context: CommandContext) throws(MissingPath) -> EngineConfiguration {
    guard let config else { return EngineConfiguration() }
    guard FileSystem.kind(of: config) != nil else { throw MissingPath(path: config) }
    var diagnostics = Diagnostics()
    guard let source = RuleSetLoader(registry: context.registry).read(config, diagnostics: &diagnostics) else {
      return EngineConfiguration(path: config, diagnostics: diagnostics)
    }
    return ConfigurationReader.read(source, registry: context.registry)
  }
}
