package import SentinelModel
import SentinelPlugin

extension LatencyDetector {
  package enum Output: Int, DetectorOutput {
    case requests, errors, errorRate, duration, durationMilliseconds, timeToFirstToken, tokensPerSecond, queueTime
    case processingTime, operationDuration

    package var metric: Metric {
      switch self {
      case .requests: .counted("llm_requests", help: "LLM calls, 1 each")
      case .errors: .counted("llm_errors", help: "LLM calls that failed: 1 for an error, else 0")
      case .errorRate:
        Metric(
          "error_rate", kind: .distribution, unit: .ratio, range: 0...1,
          help: "1 for a failed call, else 0: its average over a window is the error rate")
      case .duration:
        .timed(
          "llm_request_duration_seconds", help: "end-to-end time of an LLM call", aliases: ["llm_request_duration"])
      case .durationMilliseconds:
        Metric(
          "request_duration_ms", kind: .distribution, unit: .milliseconds, range: 0...Double.infinity,
          help: "end-to-end time of an LLM call in milliseconds")
      case .timeToFirstToken:
        .timed(
          "llm_time_to_first_token_seconds", help: "time until the first token of an answer",
          aliases: ["llm_ttft_seconds"])
      case .tokensPerSecond:
        Metric(
          "llm_tokens_per_second", kind: .distribution, unit: .one, range: 0...Double.infinity,
          help: "output tokens per second of generation (duration without time to first token)")
      case .queueTime: .timed("llm_queue_time_seconds", help: "time that a call waited at the provider, where reported")
      case .processingTime:
        .timed("llm_processing_time_seconds", help: "time that the provider worked on a call, where reported")
      case .operationDuration:
        .timed(
          "genai_operation_duration_seconds",
          help: "time of an operation that is no LLM call, such as an agent or a tool; label kind says which")
      }
    }
  }
}

extension Metric {
  fileprivate static func counted(_ name: String, help: String) -> Metric {
    Metric(name, kind: .sum, unit: .requests, range: 0...Double.infinity, help: help)
  }

  fileprivate static func timed(_ name: String, help: String, aliases: [String] = []) -> Metric {
    Metric(
      name, kind: .distribution, unit: .seconds, range: 0...Double.infinity, help: help, aliases: aliases)
  }
}
