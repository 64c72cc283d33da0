import ArgumentParser
import SentinelConfiguration
import SentinelDiagnostics

/// Which configuration a command runs with.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Configuration in YAML: options of detectors, such as prices of your own.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  /// The configuration of the file; that of no file says nothing.
  /// - Throws: for a file that doesn't exist.
  func read(
    in context: CommandContext, scope: ConfigurationScope = .judging
  ) throws(MissingPath) -> EngineConfiguration {
    guard let config else { return EngineConfiguration() }
    return try Self.read(config, in: context, scope: scope)
  }

  /// The configuration of a file.
  static func read(
    _ path: String, in context: CommandContext, scope: ConfigurationScope
  ) throws(MissingPath) -> EngineConfiguration {
    guard FileSystem.kind(of: path) != nil else { throw MissingPath(path: path) }
    var diagnostics = Diagnostics()
    guard let source = RuleSetLoader(registry: context.registry).read(path, diagnostics: &diagnostics) else {
      return EngineConfiguration(path: path, diagnostics: diagnostics)
    }
    return ConfigurationReader.read(
      source, registry: context.registry, environment: context.environment, scope: scope)
  }
}
