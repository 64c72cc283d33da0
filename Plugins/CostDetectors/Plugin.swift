public import SentinelPlugin

/// Tokens and cost of LLM calls and embeddings.
public let plugin = Plugin(
  name: "CostDetectors", version: "1.0.0", summary: "tokens and cost of LLM calls and embeddings, with a price table",
  detectors: [DetectorRegistration(CostDetector.self)])
