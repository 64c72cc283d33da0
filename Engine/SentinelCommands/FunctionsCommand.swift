package import ArgumentParser
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin

/// `sentinel functions`
package struct FunctionsCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "functions", abstract: "List the functions that rules may call, those of plugins included.")

  @OptionGroup var listing: ListingOptions

  @Argument(
    help: "Only these functions, with their parameters.", completion: .list(FunctionCatalogue.builtIn.names.sorted()))
  var names: [String] = []

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    let catalogue = FunctionCatalogue(plugins: context.registry.functions)
    var signatures = catalogue.signatures
    if !names.isEmpty {
      signatures = try names.map { name in
        if let signature = catalogue[name] { return signature }
        throw UnknownName.error("function", name, in: catalogue.names)
      }
    }
    switch listing.format {
    case .text where names.isEmpty: context.output.write(FunctionListing.text(signatures))
    case .text: context.output.write(signatures.map(FunctionListing.page).joined(separator: "\n"))
    case .json: context.output.write(FunctionListing.json(signatures))
    case .markdown: context.output.write(FunctionListing.markdown(signatures))
    }
    return .done
  }
}

/// A name on the command line that nothing has.
enum UnknownName {
  static func error(_ noun: String, _ name: String, in names: [String]) -> ValidationError {
    let hint = Spelling.nearest(to: name, in: names).map { "; did you mean '\($0)'?" } ?? ""
    return ValidationError("there is no \(noun) '\(name)'\(hint)")
  }
}
