import SentinelModel

/// The keys of an event that have a meaning, as JSON and CSV name them.
package enum EventKey {
  /// What a key's value becomes.
  enum Role {
    case timestamp
    /// Index into `LabelReference.topLevelNames`.
    case label(Int)
    case number(NumberField, isMilliseconds: Bool)
    case text(TextField)
    /// An HTTP status, from which the event's status follows where it has none.
    case statusCode
    case metrics
    case attributes
    /// Known by name and type, but nobody reads it.
    case list
  }

  static let all: [(name: String, role: Role)] =
    [("timestamp", .timestamp)]
    + LabelReference.topLevelNames.enumerated().map { ($1, .label($0)) }
    + [
      ("duration_ms", .number(.durationSeconds, isMilliseconds: true)),
      ("ttft_ms", .number(.ttftSeconds, isMilliseconds: true)),
      ("queue_ms", .number(.queueSeconds, isMilliseconds: true)),
      ("processing_ms", .number(.processingSeconds, isMilliseconds: true)),
      ("input_tokens", .number(.inputTokens, isMilliseconds: false)),
      ("output_tokens", .number(.outputTokens, isMilliseconds: false)),
      ("cache_read_tokens", .number(.cacheReadTokens, isMilliseconds: false)),
      ("cache_write_tokens", .number(.cacheWriteTokens, isMilliseconds: false)),
      ("reasoning_tokens", .number(.reasoningTokens, isMilliseconds: false)),
      ("cost_usd", .number(.costUSD, isMilliseconds: false)),
      ("system", .text(.system)), ("prompt", .text(.prompt)), ("response", .text(.response)), ("query", .text(.query)),
      ("trace_id", .text(.traceID)), ("span_id", .text(.spanID)), ("status_code", .statusCode), ("metrics", .metrics),
      ("attributes", .attributes), ("documents", .list), ("embedding", .list), ("responses", .list),
      ("tool_calls", .list), ("finish_reasons", .list),
    ]

  /// The names of all keys, in the order of their declaration.
  package static let names: [String] = all.map(\.name)

  /// The index of the label `name` among the top-level fields; nil if there is no such label.
  static func labelIndex(_ name: String) -> Int? { LabelReference.topLevelNames.firstIndex(of: name) }
}
