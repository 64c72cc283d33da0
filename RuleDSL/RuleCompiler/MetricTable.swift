import SentinelModel

/// A metric as a rule names it: with the aggregate that the name's suffix or the metric's kind makes the default.
struct MetricUse: Hashable {
  /// The index in ``MetricTable/entries``.
  let index: Int
  let metric: Metric
  let isCustom: Bool
  let aggregate: Aggregate

  /// The unit of its samples; nil where nobody declared it.
  var dimension: Dimension? { isCustom ? nil : Dimension(metric.unit) }
}

/// Finds metrics by name, alias or suffixed name, and lists the ones that were found.
final class MetricTable {
  private let catalogue: MetricCatalogue
  private(set) var entries: [PlannedMetric] = []
  private var indices: [String: Int] = [:]
  private var uses: [String: MetricUse] = [:]

  init(_ catalogue: MetricCatalogue) { self.catalogue = catalogue }

  var names: [String] { catalogue.names }

  /// Whether the name is that of a declared metric, with or without a suffix.
  func isDeclared(_ name: String) -> Bool {
    if let use = uses[name] { return !use.isCustom }
    return declared(name) != nil
  }

  /// The metric of that name; one that nobody declares is a custom gauge.
  func use(_ name: String) -> MetricUse {
    if let use = uses[name] { return use }
    let use: MetricUse
    if let (metric, aggregate) = declared(name) {
      use = MetricUse(index: index(of: metric, isCustom: false), metric: metric, isCustom: false, aggregate: aggregate)
    } else {
      let metric = Metric(name, kind: .gauge, unit: .one, help: "comes with events, under 'metrics'")
      use = MetricUse(index: index(of: metric, isCustom: true), metric: metric, isCustom: true, aggregate: .last)
    }
    uses[name] = use
    return use
  }

  private func index(of metric: Metric, isCustom: Bool) -> Int {
    if let index = indices[metric.name] { return index }
    entries.append(PlannedMetric(metric: metric, isCustom: isCustom))
    indices[metric.name] = entries.count - 1
    return entries.count - 1
  }

  private func declared(_ name: String) -> (Metric, Aggregate)? {
    if let metric = catalogue[name] { return (metric, Self.aggregate(of: metric.kind)) }
    guard let underscore = name.utf8.lastIndex(of: UInt8(ascii: "_")),
      let aggregate = Self.suffixes[String(name[underscore...])],
      let metric = catalogue[String(name[..<underscore])]
    else { return nil }
    return (metric, aggregate)
  }

  private static func aggregate(of kind: MetricKind) -> Aggregate {
    switch kind {
    case .gauge: .last
    case .distribution: .avg
    case .sum: .sum
    }
  }

  private static let suffixes: [String: Aggregate] = [
    "_avg": .avg, "_sum": .sum, "_count": .count, "_min": .min, "_max": .max, "_stddev": .stddev, "_last": .last,
    "_rate": .rate, "_p50": .quantile(0.5), "_p90": .quantile(0.9), "_p95": .quantile(0.95), "_p99": .quantile(0.99),
  ]
}
