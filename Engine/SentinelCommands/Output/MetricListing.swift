package import SentinelModel

/// The catalogue of metrics in the forms of `sentinel metrics`.
package enum MetricListing {
  /// A metric with the detector that gives it.
  package struct Entry {
    package let metric: Metric
    package let detector: String

    package init(metric: Metric, detector: String) {
      self.metric = metric
      self.detector = detector
    }
  }

  package static func text(_ entries: [Entry]) -> String { table(entries, code: { $0 }).text }

  package static func markdown(_ entries: [Entry]) -> String { table(entries, code: { "`\($0)`" }).markdown }

  package static func json(_ entries: [Entry]) -> String {
    var json = JSONWriter()
    json.array { json in for entry in entries { json.object { write(entry, to: &$0) } } }
    return json.text + "\n"
  }

  private static func table(_ entries: [Entry], code: (String) -> String) -> TextTable {
    var table = TextTable([
      .init("metric"), .init("kind"), .init("unit"), .init("range"), .init("detector"), .init("meaning"),
    ])
    for entry in entries {
      let metric = entry.metric
      let aliases = metric.aliases.isEmpty ? "" : " (alias \(metric.aliases.map(code).joined(separator: ", ")))"
      table.append([
        code(metric.name) + aliases, metric.kind.rawValue, metric.unit.rawValue,
        metric.range.map(rangeText) ?? "–", entry.detector, metric.help,
      ])
    }
    return table
  }

  /// `0 to 1`, `at least 0`
  static func rangeText(_ range: ClosedRange<Double>) -> String {
    let (low, high) = (range.lowerBound, range.upperBound)
    if high == .infinity { return low == -.infinity ? "any number" : "at least \(Figures.shortest(low))" }
    if low == -.infinity { return "at most \(Figures.shortest(high))" }
    return "\(Figures.shortest(low)) to \(Figures.shortest(high))"
  }

  private static func write(_ entry: Entry, to json: inout JSONWriter) {
    let metric = entry.metric
    json.member("name", metric.name)
    json.key("aliases")
    json.array { json in for alias in metric.aliases { json.string(alias) } }
    json.member("kind", metric.kind.rawValue)
    json.member("unit", metric.unit.rawValue)
    if let range = metric.range {
      json.key("range")
      json.array { json in
        json.number(range.lowerBound)
        json.number(range.upperBound)
      }
    }
    json.member("detector", entry.detector)
    json.member("help", metric.help)
  }
}
