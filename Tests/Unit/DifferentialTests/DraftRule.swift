/// A rule being made up: its condition has holes for thresholds, which are filled once it is known what values its
/// expressions take.
struct DraftRule {
  var name: String
  var category: String?
  var isEvent = false
  var metric: String?
  var filter: String?
  var by: [String]?
  var window: Int?
  var every = 10
  /// Further keys as `name: value` in YAML.
  var keys: [(String, String)] = []
  /// One condition under nil, or one for each severity.
  var levels: [(severity: String?, condition: DraftCondition)] = []
}

indirect enum DraftCondition {
  /// `expression operator threshold`
  case comparison(Comparison)
  /// A boolean as it is.
  case text(String)
  case all([DraftCondition])
  case any([DraftCondition])
  case not(DraftCondition)

  struct Comparison {
    var expression: String
    var operation: String
    /// Which of the rule's probes it looks at; comparisons of the same expression share one.
    var threshold: Double?
  }

  var comparisons: [Comparison] {
    switch self {
    case .comparison(let comparison): [comparison]
    case .text: []
    case .all(let parts), .any(let parts): parts.flatMap(\.comparisons)
    case .not(let part): part.comparisons
    }
  }

  /// The same with thresholds from `choose`.
  func filled(_ choose: (Comparison) -> Double) -> DraftCondition {
    switch self {
    case .comparison(var comparison):
      comparison.threshold = choose(comparison)
      return .comparison(comparison)
    case .text: return self
    case .all(let parts): return .all(parts.map { $0.filled(choose) })
    case .any(let parts): return .any(parts.map { $0.filled(choose) })
    case .not(let part): return .not(part.filled(choose))
    }
  }

  /// As one expression.
  var inline: String {
    switch self {
    case .comparison(let comparison): Self.text(comparison)
    case .text(let text): text
    case .all(let parts): "(" + parts.map(\.inline).joined(separator: " and ") + ")"
    case .any(let parts): "(" + parts.map(\.inline).joined(separator: " OR ") + ")"
    case .not(let part): "not (" + part.inline + ")"
    }
  }

  /// As a YAML value in flow style, with composites as mappings.
  var composite: String {
    switch self {
    case .comparison, .text: DraftRule.quoted(inline)
    case .all(let parts): "{all: [" + parts.map(\.composite).joined(separator: ", ") + "]}"
    case .any(let parts): "{any: [" + parts.map(\.composite).joined(separator: ", ") + "]}"
    case .not(let part): "{not: " + part.composite + "}"
    }
  }

  private static func text(_ comparison: Comparison) -> String {
    let threshold = comparison.threshold ?? 0
    if comparison.operation == "flipped" { return "\(DraftRule.number(threshold)) < \(comparison.expression)" }
    return "\(comparison.expression) \(comparison.operation) \(DraftRule.number(threshold))"
  }
}

extension DraftRule {
  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "1000000" : "-1000000" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  /// The keys that decide what the rule's expressions are worth.
  private var head: [(String, String)] {
    var keys: [(String, String)] = []
    if isEvent { keys.append(("on", "event")) }
    if let metric { keys.append(("metric", metric)) }
    if let filter { keys.append(("where", Self.quoted(filter))) }
    if let by { keys.append(("by", "[" + by.joined(separator: ", ") + "]")) }
    if let window { keys.append(("window", "\(window)s")) }
    if every != 10 { keys.append(("every", every % 60 == 0 ? "\(every / 60)m" : "\(every)s")) }
    return keys
  }

  func yaml(composite: Bool) -> String {
    var keys = [("name", name)] + head + self.keys
    let conditions = levels.map { level in
      (level.severity, composite ? level.condition.composite : Self.quoted(level.condition.inline))
    }
    if let first = conditions.first, first.0 == nil {
      keys.append(("condition", first.1))
    } else {
      keys.append(("severity", "{" + conditions.map { "\($0.0 ?? ""): \($0.1)" }.joined(separator: ", ") + "}"))
    }
    return Self.entry(keys)
  }

  /// A rule that watches one expression of this one.
  func probe(_ expression: String, name: String) -> String {
    Self.entry([("name", name)] + head + [("condition", Self.quoted("\(expression) > 0"))])
  }

  private static func entry(_ keys: [(String, String)]) -> String {
    "  - " + keys.map { "\($0.0): \($0.1)" }.joined(separator: "\n    ") + "\n"
  }
}
