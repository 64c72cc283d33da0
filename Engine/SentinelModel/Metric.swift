/// What one sample of a metric stands for; it decides the metric's default aggregate.
public enum MetricKind: String, Sendable, Codable, CaseIterable {
  /// A level at a time; default aggregate `last`.
  case gauge
  /// One observation an event; default aggregate `avg`.
  case distribution
  /// One increment an event; default aggregate `sum`.
  case sum
}

/// The unit of a value. Units are carried through expressions to find comparisons that make no sense.
public enum Unit: String, Sendable, Codable, CaseIterable {
  case seconds = "s"
  case milliseconds = "ms"
  case tokens
  case usd = "USD"
  case requests
  /// A share, from 0 to 1.
  case ratio
  /// A plain number.
  case one = "1"
}

/// The declaration of a metric: what a plugin gives and what rules are checked against.
public struct Metric: Hashable, Sendable {
  /// Snake case with base units, as in Prometheus: `llm_request_duration_seconds`.
  public let name: String
  public let kind: MetricKind
  public let unit: Unit
  /// The values that a sample can have, where that is known.
  public let range: ClosedRange<Double>?
  /// One line for people.
  public let help: String
  /// Other names by which rules may call it.
  public let aliases: [String]

  public init(
    _ name: String, kind: MetricKind, unit: Unit, range: ClosedRange<Double>? = nil, help: String,
    aliases: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.range = range
    self.help = help
    self.aliases = aliases
  }
}
