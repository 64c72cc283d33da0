public import SentinelModel

/// The plugins of an engine: an explicit value, no import side effects, no global.
public struct PluginRegistry: Sendable {
  public let plugins: [Plugin]

  public init(_ plugins: [Plugin]) { self.plugins = plugins }

  public var detectors: [DetectorRegistration] { plugins.flatMap(\.detectors) }
  public var functions: [PluginFunction] { plugins.flatMap(\.functions) }

  /// The metrics that rules may name.
  public var metrics: MetricCatalogue { MetricCatalogue(detectors.flatMap(\.metrics)) }
}
