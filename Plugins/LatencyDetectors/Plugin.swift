public import SentinelPlugin

/// Requests, errors and times of LLM calls.
public let plugin = Plugin(
  name: "LatencyDetectors", version: "1.0.0",
  summary: "requests, errors, durations, time to first token and speed of LLM calls",
  detectors: [DetectorRegistration(LatencyDetector.self)])
