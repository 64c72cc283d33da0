/// One finished LLM call.
struct Call {
  enum Failure: String {
    case rateLimit = "rate_limit"
    case overloaded
    case serverError = "server_error"
  }

  /// Milliseconds from the start of the hour; the event's time is the end of the call.
  var arrival: Int
  var service: String
  var tenant: String
  var user: String
  var model: CalledModel
  var inputTokens: Int
  var outputTokens: Int
  /// Tenths of a millisecond.
  var timeToFirstToken: Int
  var duration: Int
  var failure: Failure?
  var texts: (prompt: String, response: String)?
  var traceID: String
  var spanID: String

  var end: Int { arrival + (duration + 9) / 10 }

  /// The event as one line of JSON, without the line's end.
  var line: String {
    var members = [
      Self.text("timestamp", QuickStartTraffic.time(end)), Self.text("service", service), Self.text("tenant", tenant),
      Self.text("user", user), Self.text("provider", model.provider), Self.text("model", model.name),
      Self.text("operation", "chat"), Self.text("status", failure == nil ? "ok" : "error"),
    ]
    if let failure {
      members += [Self.text("error_type", failure.rawValue), "\"duration_ms\":\(Self.tenths(duration))"]
    } else {
      members += [
        "\"duration_ms\":\(Self.tenths(duration))", "\"ttft_ms\":\(Self.tenths(timeToFirstToken))",
        "\"input_tokens\":\(inputTokens)", "\"output_tokens\":\(outputTokens)",
      ]
    }
    if let texts {
      members.append(Self.text("prompt", texts.prompt))
      if failure == nil { members.append(Self.text("response", texts.response)) }
    }
    members += [Self.text("trace_id", traceID), Self.text("span_id", spanID)]
    return "{" + members.joined(separator: ",") + "}"
  }

  /// None of our texts needs an escape.
  private static func text(_ key: String, _ value: String) -> String { "\"\(key)\":\"\(value)\"" }

  private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }
}
