package import ArgumentParser
import SentinelModel
import SentinelPlugin

/// `sentinel plugins`
package struct PluginsCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "plugins", abstract: "List the plugins with their detectors, functions, options and data versions.")

  @OptionGroup var listing: ListingOptions

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    let plugins = context.registry.plugins
    switch listing.format {
    case .text: context.output.write(PluginListing.text(plugins))
    case .json: context.output.write(PluginListing.json(plugins))
    case .markdown: context.output.write(PluginListing.markdown(plugins))
    }
    return .done
  }
}
