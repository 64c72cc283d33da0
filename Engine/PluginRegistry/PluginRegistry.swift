import Foundation
import PackagePlugin

/// Writes the list of the plugins that the target depends on, so that a folder dropped into `Plugins/` is enough.
@main
struct PluginRegistry: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "Plugins")
    let modules = target.dependencies.compactMap { dependency -> String? in
      guard case .target(let module) = dependency else { return nil }
      return module.directoryURL.deletingLastPathComponent().path == folder.path ? module.name : nil
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "StandardPlugins.swift")
    return [
      .buildCommand(
        displayName: "Listing the plugins of \(target.name)",
        executable: try context.tool(named: "plugin-registry").url, arguments: [output.path] + modules.sorted(),
        outputFiles: [output])
    ]
  }
}
