/// A string of an event by which samples are filtered and grouped.
public enum LabelReference: Hashable, Sendable, Comparable {
  /// A top-level field of that name or, where the event has none, the attribute of that name.
  case label(String)
  /// The attribute of that name, also where a top-level field is named like it.
  case attribute(String)

  public var name: String {
    switch self {
    case .label(let name), .attribute(let name): name
    }
  }

  private var key: (String, Int) {
    switch self {
    case .label(let name): (name, 0)
    case .attribute(let name): (name, 1)
    }
  }

  public static func < (left: LabelReference, right: LabelReference) -> Bool { left.key < right.key }
}

/// The numeric fields of an event, in base units.
public enum NumberField: Int, Hashable, Sendable, CaseIterable {
  case durationSeconds
  case ttftSeconds
  case queueSeconds
  case processingSeconds
  case inputTokens
  case outputTokens
  case cacheReadTokens
  case cacheWriteTokens
  case reasoningTokens
  case costUSD
}

/// The texts of an event. They reach only detectors and rules that name them.
public enum TextField: Int, Hashable, Sendable, CaseIterable {
  case system
  case prompt
  case response
  case query
  case traceID
  case spanID
}

/// What kind of operation an event reports, as far as the standard metrics differ by it.
public enum OperationKind: UInt8, Sendable {
  /// An LLM call: gives requests, errors, durations, tokens and cost.
  case call
  /// Gives tokens and cost only.
  case embedding
  /// An agent, a tool, a workflow: gives `genai_operation_duration_seconds` only.
  case other
  /// Carries only samples of its own in `metrics`.
  case samples
}

extension LabelReference {
  /// Top-level fields that are labels.
  public static let topLevelNames: [String] = [
    "service", "tenant", "user", "session", "provider", "model", "model_requested", "operation", "status", "error_type",
    "error_class", "environment", "service_version", "kind", "streaming",
  ]
}
