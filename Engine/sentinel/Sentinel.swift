import SentinelCommands

#if canImport(SentinelService)
  import SentinelService
#endif

/// The engine with the plugins that come with it.
@main
struct Sentinel {
  static func main() {
    #if canImport(SentinelService)
      SentinelMain.run(plugins: standardPlugins, root: ServiceCommand.self)
    #else
      SentinelMain.run(plugins: standardPlugins)
    #endif
  }
}
