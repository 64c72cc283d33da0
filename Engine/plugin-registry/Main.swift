import Foundation

/// Writes a Swift file with `standardPlugins`: the constant `plugin` of each module, in the order given.
///
/// Usage: plugin-registry <output file> <module>…
@main
struct PluginRegistry {
  static func main() throws {
    guard CommandLine.arguments.count >= 2 else {
      FileHandle.standardError.write(Data("usage: plugin-registry <output file> <module>...\n".utf8))
      exit(2)
    }
    let modules = CommandLine.arguments.dropFirst(2)
    let text = """
      // Made from the folders of Plugins/ at every build.
      import SentinelPlugin
      \(modules.map { "import \($0)\n" }.joined())
      /// The plugins that come with the engine, in name order.
      let standardPlugins: [Plugin] = [
      \(modules.map { "  \($0).plugin,\n" }.joined())]

      """
    try text.write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
  }
}
