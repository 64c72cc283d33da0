import SentinelModel

/// The fields of an event by the names that rules use ([P60]).
enum EventFieldName {
  static let texts: [String: TextField] = [
    "system": .system, "prompt": .prompt, "response": .response, "query": .query,
  ]

  static let numbers: [String: (field: NumberField, isMilliseconds: Bool, unit: Unit)] = [
    "input_tokens": (.inputTokens, false, .tokens), "output_tokens": (.outputTokens, false, .tokens),
    "cost_usd": (.costUSD, false, .usd), "duration_seconds": (.durationSeconds, false, .seconds),
    "duration_ms": (.durationSeconds, true, .milliseconds), "ttft_seconds": (.ttftSeconds, false, .seconds),
    "queue_seconds": (.queueSeconds, false, .seconds), "processing_seconds": (.processingSeconds, false, .seconds),
    "cache_read_tokens": (.cacheReadTokens, false, .tokens), "cache_write_tokens": (.cacheWriteTokens, false, .tokens),
    "reasoning_tokens": (.reasoningTokens, false, .tokens),
  ]

  /// Fields of events that rules don't read under that name, and what is done instead.
  static let waysOut: [String: String] = [
    "timestamp": "windows look at times, as count(5m) does", "ttft_ms": "write ttft_seconds",
    "queue_ms": "write queue_seconds", "processing_ms": "write processing_seconds",
    "status_code": "an event's status follows from it, so write status == \"error\"",
    "trace_id": "rules look at no identifiers", "span_id": "rules look at no identifiers",
    "documents": "rules look at no lists of an event", "embedding": "rules look at no lists of an event",
    "responses": "rules look at no lists of an event", "tool_calls": "rules look at no lists of an event",
    "finish_reasons": "rules look at no lists of an event",
    "metrics": "name the metric itself", "attributes": "write attributes[\"…\"]",
  ]

  static func isKnown(_ name: String) -> Bool { texts[name] != nil || numbers[name] != nil }
}
