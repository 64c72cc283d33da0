package import ArgumentParser
import SentinelModel
import SentinelPlugin

/// `sentinel metrics`
package struct MetricsCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "List the metrics that rules may name, with kind, unit and range.")

  @OptionGroup var listing: ListingOptions

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    let entries = Self.entries(of: context.registry)
    switch listing.format {
    case .text: context.output.write(MetricListing.text(entries))
    case .json: context.output.write(MetricListing.json(entries))
    case .markdown: context.output.write(MetricListing.markdown(entries))
    }
    return .done
  }

  /// All metrics in name order.
  static func entries(of registry: PluginRegistry) -> [MetricListing.Entry] {
    registry.detectors
      .flatMap { detector in detector.metrics.map { .init(metric: $0, detector: detector.descriptor.type) } }
      .sorted { $0.metric.name < $1.metric.name }
  }
}
