@main struct PluginRegistry { static func main() {} }
