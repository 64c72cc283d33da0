import SentinelModel

/// One event, decoded straight from the contract's §6 and [P61]–[P65].
final class ReferenceEvent {
  let at: Int64
  let labels: [String: String]
  let attributes: [String: String]
  let texts: [String: String]
  /// By the names of [P60].
  let numbers: [String: Double]
  let samples: [(metric: String, value: Double)]

  private static let labelNames = [
    "service", "tenant", "user", "session", "provider", "model", "operation", "status", "error_type", "kind",
    "model_requested", "error_class", "environment", "service_version", "streaming",
  ]
  private static let textNames = ["system", "prompt", "response", "query"]
  private static let numberNames = [
    "duration_ms", "ttft_ms", "queue_ms", "processing_ms", "input_tokens", "output_tokens", "cost_usd",
  ]

  /// nil for an event that is refused.
  init?(_ json: JSONValue) {
    guard let time = json["timestamp"].flatMap(Self.time) else { return nil }
    at = time
    var labels: [String: String] = [:]
    for name in Self.labelNames { labels[name] = json[name]?.label }
    self.labels = labels
    var attributes: [String: String] = [:]
    if case .object(let entries)? = json["attributes"] {
      for (name, value) in entries { attributes[name] = value.label }
    }
    self.attributes = attributes
    var texts: [String: String] = [:]
    for name in Self.textNames { texts[name] = json[name]?.text }
    self.texts = texts
    var fields: [String: Double] = [:]
    for name in Self.numberNames {
      switch json[name] {
      case nil, .null?: continue
      case .number(let value, _)? where value >= 0 && value.isFinite: fields[name] = value
      default: return nil
      }
    }
    numbers = Self.namedNumbers(fields)
    var own: [(metric: String, value: Double)] = []
    if case .object(let entries)? = json["metrics"] {
      for (name, value) in entries {
        guard let number = value.number, number.isFinite else { return nil }
        own.append((MetricUse.canonical(name) ?? name, number))
      }
    }
    samples = Self.standardSamples(json, labels: labels, fields: fields, hasOwn: !own.isEmpty) + own
  }

  /// A top-level field, else the attribute of that name ([P24]); empty where there is neither.
  func label(_ name: String) -> String {
    if let value = labels[name], !value.isEmpty { return value }
    return attributes[name] ?? ""
  }

  func sample(of metric: String) -> Double? { samples.last { $0.metric == metric }?.value }

  private static func namedNumbers(_ fields: [String: Double]) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for name in ["input_tokens", "output_tokens", "cost_usd", "duration_ms"] { numbers[name] = fields[name] }
    numbers["duration_seconds"] = fields["duration_ms"].map { $0 / 1_000 }
    numbers["ttft_seconds"] = fields["ttft_ms"].map { $0 / 1_000 }
    numbers["queue_seconds"] = fields["queue_ms"].map { $0 / 1_000 }
    return numbers
  }

  private static func standardSamples(
    _ json: JSONValue, labels: [String: String], fields: [String: Double], hasOwn: Bool
  ) -> [(metric: String, value: Double)] {
    // [P63]: nothing but time, labels, attributes and metrics is no request.
    var plain: Set<String> = ["timestamp", "attributes", "metrics"]
    plain.formUnion(labelNames)
    guard case .object(let entries) = json else { return [] }
    let isOnlySamples =
      hasOwn
      && !entries.contains { entry in
        if case .null = entry.value { return false }
        return !plain.contains(entry.name)
      }
    if isOnlySamples { return [] }
    let seconds = { (name: String) in fields[name].map { $0 / 1_000 } }
    let kind = labels["kind"] ?? ""
    var samples: [(metric: String, value: Double)] = []
    func add(_ metric: String, _ value: Double?) {
      // Of numbers at the end of the range a quotient may be infinite, and that is no observation.
      if let value, value.isFinite { samples.append((metric, value)) }
    }
    guard kind.isEmpty || kind == "llm" || kind == "embedding" else {
      add("genai_operation_duration_seconds", seconds("duration_ms"))
      return samples
    }
    if kind != "embedding" {
      let error: Double = isError(labels) ? 1 : 0
      add("llm_requests", 1)
      add("llm_errors", error)
      add("error_rate", error)
      add("llm_request_duration_seconds", seconds("duration_ms"))
      add("request_duration_ms", fields["duration_ms"])
      add("llm_time_to_first_token_seconds", seconds("ttft_ms"))
      add("llm_queue_time_seconds", seconds("queue_ms"))
      add("llm_processing_time_seconds", seconds("processing_ms"))
      if let duration = fields["duration_ms"], let output = fields["output_tokens"] {
        let generation = (duration - (fields["ttft_ms"] ?? 0)) / 1_000
        if generation > 0 { add("llm_tokens_per_second", output / generation) }
      }
    }
    add("llm_input_tokens", fields["input_tokens"])
    add("llm_output_tokens", fields["output_tokens"])
    if fields["input_tokens"] != nil || fields["output_tokens"] != nil {
      add("llm_tokens_used", (fields["input_tokens"] ?? 0) + (fields["output_tokens"] ?? 0))
    }
    add("llm_cost_usd", fields["cost_usd"])
    return samples
  }

  /// [P61]
  private static func isError(_ labels: [String: String]) -> Bool {
    if let status = labels["status"], !status.isEmpty { return status.lowercased() == "error" }
    return !(labels["error_type"] ?? "").isEmpty
  }

  /// [P64]
  private static func time(_ value: JSONValue) -> Int64? {
    switch value {
    case .string(let text): return Timestamp(rfc3339: text)?.nanoseconds
    case .number(let number, let text):
      let scale: Int64 = number < 1e11 ? 1_000_000_000 : number < 1e14 ? 1_000_000 : number < 1e17 ? 1_000 : 1
      let parts = text.split(separator: ".")
      guard parts.count <= 2, let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
      let fraction = parts.count == 2 ? Double("0." + parts[1]) ?? 0 : 0
      return whole * scale + Int64((fraction * Double(scale)).rounded())
    default: return nil
    }
  }
}
