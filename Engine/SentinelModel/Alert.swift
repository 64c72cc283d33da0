/// How bad an alert is.
public enum Severity: Int, Sendable, Codable, CaseIterable, Comparable {
  case info
  case warning
  case critical

  public var name: String {
    switch self {
    case .info: "info"
    case .warning: "warning"
    case .critical: "critical"
    }
  }

  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// The life of an alert.
public enum AlertState: String, Sendable, Codable {
  case inactive
  case pending
  case firing
  case resolved
}

/// Why an alert ended that no condition ended.
public enum TransitionReason: String, Sendable, Codable {
  case ruleRemoved = "rule removed"
  case ruleChanged = "rule changed"
}

/// A value as evidence shows it.
public enum EvidenceValue: Hashable, Sendable {
  /// NaN stands for unknown.
  case number(Double)
  case boolean(Bool?)
  case text(String)
}

/// One example behind an alert: a sample and the trace it came from.
public struct Exemplar: Hashable, Sendable {
  public let traceID: String
  public let spanID: String
  public let value: Double

  public init(traceID: String, spanID: String, value: Double) {
    self.traceID = traceID
    self.spanID = spanID
    self.value = value
  }
}

/// A change of state of one alert: the only thing the engine says to the outside.
public struct Transition: Sendable {
  public let at: Timestamp
  public let rule: String
  /// The prefix of the file's `…_alerts` key; nil under `rules`.
  public let category: String?
  public let state: AlertState
  public let severity: Severity
  /// The rule's `labels`, overridden by the non-empty labels of its group.
  public let labels: LabelSet
  /// The rule's `value` at `at`: nil where the rule has none, NaN where it is unknown.
  public let value: Double?
  /// FNV-1a 64 of rule name and group labels.
  public let fingerprint: UInt64
  public let activeSince: Timestamp
  /// The condition's source text.
  public let condition: String
  /// Calls and names of the condition by their source text, in source order.
  public let evidence: [(name: String, value: EvidenceValue)]
  /// In the order of the rule file.
  public let annotations: [(name: String, text: String)]
  public let exemplars: [Exemplar]
  /// Matches counted by an alert of a rule on single events; nil for other rules.
  public let count: Int?
  /// Set where an alert ended by a change of its rule.
  public let reason: TransitionReason?

  public init(
    at: Timestamp, rule: String, category: String?, state: AlertState, severity: Severity, labels: LabelSet,
    value: Double?, fingerprint: UInt64, activeSince: Timestamp, condition: String,
    evidence: [(name: String, value: EvidenceValue)], annotations: [(name: String, text: String)],
    exemplars: [Exemplar], count: Int?, reason: TransitionReason? = nil
  ) {
    self.at = at
    self.rule = rule
    self.category = category
    self.state = state
    self.severity = severity
    self.labels = labels
    self.value = value
    self.fingerprint = fingerprint
    self.activeSince = activeSince
    self.condition = condition
    self.evidence = evidence
    self.annotations = annotations
    self.exemplars = exemplars
    self.count = count
    self.reason = reason
  }
}
