/// An aggregate of the samples in a window or a step.
enum ReferenceAggregate: Equatable {
  case avg, sum, count, min, max, stddev, first, last, rate
  case quantile(Double)
}

enum ReferenceKind {
  case gauge, distribution, sum

  var defaultAggregate: ReferenceAggregate {
    switch self {
    case .gauge: .last
    case .distribution: .avg
    case .sum: .sum
    }
  }
}

/// A metric as a rule names it: suffixes and aliases taken off ([P32]).
struct MetricUse: Equatable {
  let name: String
  let kind: ReferenceKind
  let aggregate: ReferenceAggregate

  /// The metrics of the contract's §2 with their kinds.
  private static let known: [String: ReferenceKind] = [
    "llm_requests": .sum, "llm_errors": .sum, "llm_request_duration_seconds": .distribution,
    "request_duration_ms": .distribution, "llm_time_to_first_token_seconds": .distribution,
    "llm_tokens_per_second": .distribution, "llm_queue_time_seconds": .distribution,
    "llm_processing_time_seconds": .distribution, "llm_input_tokens": .sum, "llm_output_tokens": .sum,
    "llm_tokens_used": .sum, "llm_cost_usd": .sum, "error_rate": .distribution,
    "genai_operation_duration_seconds": .distribution,
  ]

  private static let aliases: [String: String] = [
    "llm_request_duration": "llm_request_duration_seconds", "llm_ttft_seconds": "llm_time_to_first_token_seconds",
    "llm_tokens_total": "llm_tokens_used", "llm_total_cost_usd": "llm_cost_usd", "llm_cost_rate": "llm_cost_usd",
  ]

  private static let suffixes: [(String, ReferenceAggregate)] = [
    ("_avg", .avg), ("_sum", .sum), ("_count", .count), ("_min", .min), ("_max", .max), ("_stddev", .stddev),
    ("_last", .last), ("_rate", .rate), ("_p50", .quantile(0.5)), ("_p90", .quantile(0.9)), ("_p95", .quantile(0.95)),
    ("_p99", .quantile(0.99)),
  ]

  static func canonical(_ name: String) -> String? {
    let name = aliases[name] ?? name
    return known[name] == nil ? nil : name
  }

  /// Whether the name means a declared metric, with or without a suffix.
  static func isKnown(_ name: String) -> Bool {
    canonical(name) != nil
      || suffixes.contains { name.hasSuffix($0.0) && canonical(String(name.dropLast($0.0.count))) != nil }
  }

  init(_ written: String) {
    if let name = Self.canonical(written), let kind = Self.known[name] {
      self.init(name: name, kind: kind, aggregate: kind.defaultAggregate)
      return
    }
    for (suffix, aggregate) in Self.suffixes where written.hasSuffix(suffix) {
      if let name = Self.canonical(String(written.dropLast(suffix.count))), let kind = Self.known[name] {
        self.init(name: name, kind: kind, aggregate: aggregate)
        return
      }
    }
    self.init(name: written, kind: .gauge, aggregate: .last)
  }

  private init(name: String, kind: ReferenceKind, aggregate: ReferenceAggregate) {
    self.name = name
    self.kind = kind
    self.aggregate = aggregate
  }
}
