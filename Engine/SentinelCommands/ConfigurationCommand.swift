package import ArgumentParser
import SentinelConfiguration
import SentinelDiagnostics
import SentinelPlugin

/// `sentinel configuration`
package struct ConfigurationCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "configuration", abstract: "List the keys of a configuration, or check one and show what is in force.",
    discussion: """
      Without a file it lists every key with what it takes, its default and its meaning. With a file it checks it, and \
      shows the value of every key, where it comes from, and which of those given have no effect yet; secrets are never \
      shown. Variables such as ${PORT:-8080} are taken from the environment.
      """)

  @Argument(
    help: ArgumentHelp("A configuration in YAML.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  @OptionGroup var listing: ListingOptions

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    guard let file else {
      context.output.write(listing.format.text(ConfigurationListing.self))
      return .done
    }
    let configured = try ConfigurationOptions.read(file, in: context, scope: .service)
    context.messages.write(DiagnosticReport(context.messageConsole).text(configured.diagnostics))
    if configured.diagnostics.hasErrors { return .faultyInput }
    let page = ConfigurationInForce(configured)
    switch listing.format {
    case .text: context.output.write(page.text)
    case .json: context.output.write(page.json)
    case .markdown: context.output.write(page.markdown)
    }
    return .done
  }
}

extension ListingFormat {
  fileprivate func text(_ listing: ConfigurationListing.Type) -> String {
    switch self {
    case .text: listing.text
    case .json: listing.json
    case .markdown: listing.markdown
    }
  }
}
