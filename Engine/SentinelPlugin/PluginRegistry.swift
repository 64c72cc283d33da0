
public import SentinelModel

/// What one plugin adds. A plugin module has one public constant of this type, `<Module>.plugin`.
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

/// The plugins of an engine: an explicit value, no import side effects, no global.
public struct PluginRegistry: Sendable {
  public let plugins: [Plugin]

  public init(_ plugins: [Plugin]) { self.plugins = plugins }

  public var detectors: [DetectorRegistration] { plugins.flatMap(\.detectors) }
  public var functions: [PluginFunction] { plugins.flatMap(\.functions) }

  /// The metrics that rules may name.
  public var metrics: MetricCatalogue { MetricCatalogue(detectors.flatMap(\.metrics)) }
}
