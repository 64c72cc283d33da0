import SentinelModel
import SentinelPlugin
import SentinelTestKit
import Testing

import LatencyDetectors

@Suite("The latency detector")
struct LatencyDetectorTests {
  private func values(_ output: LatencyDetector.Output, _ rows: EventRow...) throws -> [Double?] {
    try LatencyDetector.samples(of: rows).values(output, rows: rows.count)
  }

  @Test("counts every call once and every failed call as an error")
  func counts() throws {
    let rows = [EventRow(), EventRow(isError: true)]
    let samples = try LatencyDetector.samples(of: rows)
    #expect(samples.values(.requests, rows: 2) == [1, 1])
    #expect(samples.values(.errors, rows: 2) == [0, 1])
    #expect(samples.values(.errorRate, rows: 2) == [0, 1])
  }

  @Test(
    "gives nothing of a call for embeddings, other operations and bare samples",
    arguments: [OperationKind.embedding, .other, .samples])
  func otherKinds(kind: OperationKind) throws {
    let row = EventRow(
      kind: kind, isError: true,
      numbers: [
        .durationSeconds: 1, .ttftSeconds: 0.5, .queueSeconds: 0.1, .processingSeconds: 0.2, .outputTokens: 10,
      ])
    let samples = try LatencyDetector.samples(of: [row])
    for output in LatencyDetector.Output.allCases where output != .operationDuration {
      #expect(samples[output].isEmpty, "\(output)")
    }
    #expect(samples.values(.operationDuration, rows: 1) == [kind == .other ? 1 : nil])
  }

  @Test("gives the duration in seconds and in milliseconds, and no operation duration for a call")
  func durations() throws {
    let rows = [EventRow(numbers: [.durationSeconds: 0.8125]), EventRow()]
    let samples = try LatencyDetector.samples(of: rows)
    #expect(samples.values(.duration, rows: 2) == [0.8125, nil])
    #expect(samples.values(.durationMilliseconds, rows: 2) == [812.5, nil])
    #expect(samples[.operationDuration].isEmpty)
  }

  @Test("gives first-token, queue and processing times where they are reported")
  func partialTimes() throws {
    let rows = [
      EventRow(numbers: [.ttftSeconds: 0.12]), EventRow(numbers: [.queueSeconds: 0.003, .processingSeconds: 2]),
    ]
    let samples = try LatencyDetector.samples(of: rows)
    #expect(samples.values(.timeToFirstToken, rows: 2) == [0.12, nil])
    #expect(samples.values(.queueTime, rows: 2) == [nil, 0.003])
    #expect(samples.values(.processingTime, rows: 2) == [nil, 2])
  }

  @Test("divides output tokens by the duration without the time to the first token")
  func tokensPerSecond() throws {
    // 128 tokens in 2.25 s − 0.25 s are 64 a second.
    #expect(
      try values(
        .tokensPerSecond, EventRow(numbers: [.outputTokens: 128, .durationSeconds: 2.25, .ttftSeconds: 0.25])) == [64])
    #expect(try values(.tokensPerSecond, EventRow(numbers: [.outputTokens: 128, .durationSeconds: 2])) == [64])
  }

  @Test("gives no speed where the generation took no time or something is missing")
  func noTokensPerSecond() throws {
    let rows = [
      EventRow(numbers: [.outputTokens: 128, .durationSeconds: 2, .ttftSeconds: 2]),
      EventRow(numbers: [.outputTokens: 128, .durationSeconds: 1, .ttftSeconds: 2]),
      EventRow(numbers: [.outputTokens: 128, .durationSeconds: 0]),
      EventRow(numbers: [.durationSeconds: 2]), EventRow(numbers: [.outputTokens: 128, .ttftSeconds: 1]),
    ]
    #expect(try LatencyDetector.samples(of: rows)[.tokensPerSecond].isEmpty)
  }

  @Test("gives a speed of 0 for an answer without tokens")
  func speedOfNothing() throws {
    #expect(try values(.tokensPerSecond, EventRow(numbers: [.outputTokens: 0, .durationSeconds: 2])) == [0])
  }

  @Test("has the metrics, kinds and aliases of the contract")
  func catalogue() {
    let catalogue = PluginRegistry([plugin]).metrics
    #expect(
      catalogue.metrics.map(\.name) == [
        "error_rate", "genai_operation_duration_seconds", "llm_errors", "llm_processing_time_seconds",
        "llm_queue_time_seconds", "llm_request_duration_seconds", "llm_requests", "llm_time_to_first_token_seconds",
        "llm_tokens_per_second", "request_duration_ms",
      ])
    #expect(catalogue["llm_request_duration"]?.name == "llm_request_duration_seconds")
    #expect(catalogue["llm_ttft_seconds"]?.name == "llm_time_to_first_token_seconds")
    #expect(catalogue.metrics.filter { $0.kind == .sum }.map(\.name) == ["llm_errors", "llm_requests"])
    #expect(catalogue["error_rate"]?.range == 0...1)
  }

  @Test("conforms")
  func conformance() {
    #expect(DetectorConformance(LatencyDetector.self).violations() == [])
  }
}
