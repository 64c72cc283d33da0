package import ArgumentParser
import SentinelPlugin

/// `sentinel version`
package struct VersionCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version of the engine and of its plugins.")

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    context.output.writeLine("sentinel \(SentinelVersion.text)")
    for plugin in context.registry.plugins { context.output.writeLine("\(plugin.name) \(plugin.version)") }
    return .done
  }
}
