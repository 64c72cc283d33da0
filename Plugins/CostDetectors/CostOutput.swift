package import SentinelModel
import SentinelPlugin

extension CostDetector {
  package enum Output: Int, DetectorOutput {
    case inputTokens, outputTokens, tokensUsed, cost, cacheReadTokens, cacheWriteTokens, reasoningTokens
    case reportedCostRatio

    package var metric: Metric {
      switch self {
      case .inputTokens: .tokens("llm_input_tokens", help: "tokens of the input, cached ones included")
      case .outputTokens: .tokens("llm_output_tokens", help: "tokens of the output, reasoning included")
      case .tokensUsed: .tokens("llm_tokens_used", help: "input and output tokens", aliases: ["llm_tokens_total"])
      case .cost:
        Metric(
          "llm_cost_usd", kind: .sum, unit: .usd, range: 0...Double.infinity,
          help: "cost of a call: as reported, else by the price table",
          aliases: ["llm_total_cost_usd", "llm_cost_rate"])
      case .cacheReadTokens:
        .tokens("llm_cache_read_tokens", help: "input tokens read from the provider's cache, where reported")
      case .cacheWriteTokens:
        .tokens("llm_cache_write_tokens", help: "input tokens written to the provider's cache, where reported")
      case .reasoningTokens: .tokens("llm_reasoning_tokens", help: "output tokens spent on reasoning, where reported")
      case .reportedCostRatio:
        Metric(
          "llm_reported_cost_ratio", kind: .distribution, unit: .one, range: 0...Double.infinity,
          help: "reported cost over that by the price table: 1 where they agree, where both are known")
      }
    }
  }
}

extension Metric {
  fileprivate static func tokens(_ name: String, help: String, aliases: [String] = []) -> Metric {
    Metric(name, kind: .sum, unit: .tokens, range: 0...Double.infinity, help: help, aliases: aliases)
  }
}
