/// The metrics that rules may name: those of the loaded detectors, by name and alias.
public struct MetricCatalogue: Sendable {
  /// In name order.
  public let metrics: [Metric]
  private let byName: [String: Metric]

  /// - Precondition: no two metrics share a name or alias (the registry reports that as a diagnostic before).
  public init(_ metrics: some Sequence<Metric>) {
    self.metrics = metrics.sorted { $0.name < $1.name }
    var byName: [String: Metric] = [:]
    for metric in self.metrics {
      for name in [metric.name] + metric.aliases { byName[name] = metric }
    }
    self.byName = byName
  }

  public subscript(name: String) -> Metric? { byName[name] }

  /// All names and aliases, sorted.
  public var names: [String] { byName.keys.sorted() }
}
