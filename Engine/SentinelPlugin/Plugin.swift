public import SentinelModel

/// What one plugin adds. A plugin module has one public constant of this type at its top level, named `plugin`; the
/// engine reads it as `<Module>.plugin`.
public struct Plugin: Sendable {
  /// The module's name.
  public let name: String
  public let version: String
  public let summary: String
  public let detectors: [DetectorRegistration]
  public let functions: [PluginFunction]

  public init(
    name: String, version: String, summary: String, detectors: [DetectorRegistration] = [],
    functions: [PluginFunction] = []
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.detectors = detectors
    self.functions = functions
  }
}
