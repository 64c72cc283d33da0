import SentinelCommands

/// The engine with the plugins that come with it.
@main
struct Sentinel {
  static func main() { SentinelMain.run(plugins: standardPlugins) }
}
