import SentinelModel
import YAMLTree

/// The keys of an event in a test.
enum EventKeys {
  /// All keys that the event reader knows but `timestamp`: in a test, `at` stands for it.
  static let all: [String] =
    LabelReference.topLevelNames + [
      "duration_ms", "ttft_ms", "queue_ms", "processing_ms", "input_tokens", "output_tokens", "cache_read_tokens",
      "cache_write_tokens", "reasoning_tokens", "cost_usd", "system", "prompt", "response", "responses", "query",
      "documents", "embedding", "metrics", "attributes", "finish_reasons", "tool_calls", "trace_id", "span_id",
      "status_code",
    ]
}

extension JSONWriter {
  /// Writes a YAML node as JSON. Depth is bounded by that of the YAML reader.
  mutating func node(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar): self.scalar(scalar)
    case .sequence(let nodes): array { json in for node in nodes { json.node(node) } }
    case .mapping(let entries):
      object { json in
        for entry in entries {
          json.key(entry.key.text)
          json.node(entry.value)
        }
      }
    }
  }

  private mutating func scalar(_ scalar: YAMLScalar) {
    switch scalar.value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .integer(let value): integer(value)
    case .float(let value): number(value)
    case .string: string(scalar.text)
    }
  }
}
