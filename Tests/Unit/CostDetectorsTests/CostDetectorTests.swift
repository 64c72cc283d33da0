import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelTestKit
import Testing

import CostDetectors

/// Seconds since the epoch of a day.
private func seconds(_ text: String) -> Double {
  Double((Timestamp(rfc3339: text)?.nanoseconds ?? 0) / 1_000_000_000)
}

@Suite("The cost detector")
struct CostDetectorTests {
  private func cost(
    _ model: String, at time: String = "2026-11-18T12:00:00Z", _ numbers: [NumberField: Double],
    labels: [String: String] = [:], options: DetectorOptions = .init()
  ) throws -> Double? {
    let row = EventRow(at: seconds(time), labels: labels.merging(["model": model]) { $1 }, numbers: numbers)
    return try CostDetector.samples(of: [row], options: options).values(.cost, rows: 1)[0]
  }

  @Test("takes the reported cost before any price, also a reported 0")
  func reported() throws {
    #expect(try cost("gpt-4o", [.inputTokens: 1_000, .costUSD: 0.0031]) == 0.0031)
    #expect(try cost("gpt-4o", [.inputTokens: 1_000, .costUSD: 0]) == 0)
    #expect(try cost("no-such-model", [.costUSD: 2]) == 2)
  }

  @Test("prices input and output by the table")
  func plain() throws {
    // 512 × 2.5 + 128 × 10 = 2,560 USD per million: 0.00256.
    #expect(try cost("gpt-4o", [.inputTokens: 512, .outputTokens: 128]) == 0.00256)
    #expect(try cost("gpt-4o", [.inputTokens: 512]) == 0.00128)
    #expect(try cost("gpt-4o", [.outputTokens: 128]) == 0.00128)
  }

  @Test("charges cached and written tokens at their own rates, as parts of the input")
  func caches() throws {
    // Anthropic: 20 uncached + 100 read + 50 written in, 12 out: 20×3 + 100×0.3 + 50×3.75 + 12×15 = 457.5.
    let numbers: [NumberField: Double] = [
      .inputTokens: 170, .cacheReadTokens: 100, .cacheWriteTokens: 50, .outputTokens: 12,
    ]
    #expect(try cost("claude-sonnet-4-5", numbers) == 0.0004575)
  }

  @Test("charges cached tokens as input where a model has no price for them")
  func noCachePrice() throws {
    let numbers: [NumberField: Double] = [.inputTokens: 1_000, .cacheReadTokens: 600, .cacheWriteTokens: 200]
    // gpt-5.5 has a price for reading (0.5), none for writing: 200×5 + 600×0.5 + 200×5 = 2,300.
    #expect(try cost("gpt-5.5", numbers) == 0.0023)
    #expect(try cost("text-embedding-3-small", numbers) == 0.00002)
  }

  @Test("moves the whole request to the long-context rates above the threshold")
  func longContext() throws {
    #expect(try cost("gpt-6-astra", [.inputTokens: 272_000, .outputTokens: 1_000]) == 2.77)
    // 272,001 × 20 + 1,000 × 75 = 5,515,020.
    #expect(try cost("gpt-6-astra", [.inputTokens: 272_001, .outputTokens: 1_000]) == 5.51502)
  }

  @Test("moves to xAI's long-context rates at the threshold already")
  func inclusiveLongContext() throws {
    let labels = ["provider": "xai"]
    #expect(try cost("grok-4.7", [.inputTokens: 199_999], labels: labels) == 0.399998)
    #expect(try cost("grok-4.7", [.inputTokens: 200_000], labels: labels) == 0.8)
  }

  @Test("charges the batch tier at its prices, with cached tokens in proportion")
  func batchTier() throws {
    let labels = ["service_tier": "batch", "provider": "gcp.gemini"]
    let numbers: [NumberField: Double] = [.inputTokens: 1_000, .cacheReadTokens: 1_000]
    // 1,000 × 0.0375: a token costs 3.75e-8 USD.
    #expect(try cost("gemini-3.8-flash", numbers, labels: labels) == 0.0000375)
    #expect(try cost("gpt-6-astra", [.inputTokens: 272_001], labels: ["service_tier": "batch"]) == 2.72001)
  }

  @Test("prices by the day of the call")
  func validity() throws {
    let labels = ["provider": "gemini"]
    let numbers: [NumberField: Double] = [.inputTokens: 1_000_000]
    #expect(try cost("gemini-3.8-flash", at: "2026-12-31T23:59:59Z", numbers, labels: labels) == 0.75)
    #expect(try cost("gemini-3.8-flash", at: "2027-01-01T00:00:00Z", numbers, labels: labels) == 1.5)
    #expect(try cost("gpt-5.6-sol", at: "2026-08-20T23:59:59Z", numbers) == nil)
    #expect(try cost("gpt-5.6-sol", at: "2026-08-21T00:00:00Z", [.inputTokens: 1_000]) == 0.004)
  }

  @Test("charges DeepSeek half outside of its peak hours")
  func offPeak() throws {
    let labels = ["provider": "deepseek"]
    let numbers: [NumberField: Double] = [.inputTokens: 1_000_000]
    // 2026-11-18 is a Wednesday, 2026-11-21 a Saturday.
    #expect(try cost("deepseek-v4-pro", at: "2026-11-18T00:59:59Z", numbers, labels: labels) == 0.66)
    #expect(try cost("deepseek-v4-pro", at: "2026-11-18T01:00:00Z", numbers, labels: labels) == 1.32)
    #expect(try cost("deepseek-v4-pro", at: "2026-11-18T04:00:00Z", numbers, labels: labels) == 0.66)
    #expect(try cost("deepseek-v4-pro", at: "2026-11-21T02:00:00Z", numbers, labels: labels) == 0.66)
  }

  @Test("charges reasoning at a rate of its own where there is one")
  func reasoning() throws {
    let options = DetectorOptions(["prices": .texts(["thinker in=1 out=2 reasoning=5"])])
    let numbers: [NumberField: Double] = [.inputTokens: 100, .outputTokens: 50, .reasoningTokens: 30]
    #expect(try cost("thinker", numbers, options: options) == 0.00029)
    #expect(try cost("gpt-4o", numbers) == 0.00075)
  }

  @Test("takes users' prices before the standard ones")
  func ownPrices() throws {
    let options = DetectorOptions(["prices": .texts(["gpt-4o in=1 out=1", "my-model in=0.5 out=2"])])
    #expect(try cost("gpt-4o", [.inputTokens: 1_000], options: options) == 0.001)
    #expect(try cost("my-model", [.outputTokens: 1_000], options: options) == 0.002)
    #expect(try cost("gpt-4o-mini", [.inputTokens: 1_000], options: options) == 0.00015)
  }

  @Test("compares reported costs with the table")
  func reportedRatio() throws {
    let tokens: [NumberField: Double] = [.inputTokens: 1_000, .costUSD: 0.005]
    let rows = [
      EventRow(labels: ["model": "gpt-4o"], numbers: tokens), EventRow(labels: ["model": "llama-3"], numbers: tokens),
      EventRow(labels: ["model": "gpt-4o"], numbers: [.inputTokens: 1_000]),
      EventRow(labels: ["model": "gpt-4o"], numbers: [.inputTokens: 0, .costUSD: 1]),
    ]
    let samples = try CostDetector.samples(of: rows)
    #expect(samples.values(.reportedCostRatio, rows: 4) == [2, nil, nil, nil])
    #expect(samples.tallies.isEmpty, "a call with a reported cost is not unpriced")
  }

  @Test("gives only reported costs without prices")
  func noPrices() throws {
    let options = DetectorOptions(["use_prices": .boolean(false)])
    let rows = [
      EventRow(labels: ["model": "gpt-4o"], numbers: [.inputTokens: 1_000]), EventRow(numbers: [.costUSD: 0.25]),
    ]
    let samples = try CostDetector.samples(of: rows, options: options)
    #expect(samples.values(.cost, rows: 2) == [nil, 0.25])
    #expect(samples.tallies.isEmpty)
  }

  @Test("counts what it can't price by name, never as 0")
  func unpriced() throws {
    let tokens: [NumberField: Double] = [.inputTokens: 1_000]
    let rows = [
      EventRow(labels: ["model": "llama-3"], numbers: tokens), EventRow(labels: ["model": "llama-3"], numbers: tokens),
      EventRow(numbers: tokens), EventRow(labels: ["model": "llama-3"]),
      EventRow(labels: ["model": "gpt-4o", "service_tier": "priority"], numbers: tokens),
      EventRow(labels: ["model": "gpt-4o", "service_tier": "flex"], numbers: tokens),
      EventRow(labels: ["model": "gpt-4o"], numbers: [.inputTokens: 1e18]),
    ]
    let samples = try CostDetector.samples(of: rows)
    #expect(samples[.cost].isEmpty)
    #expect(
      samples.tallies.entries.map { "\($0.key.reason) \($0.key.name) \($0.count)" } == [
        "unpriced_model (no model) 1", "unpriced_model llama-3 2", "unpriced_tier gpt-4o 2",
        "unpriced_token_count gpt-4o 1",
      ])
  }

  @Test("does no pricing where nobody reads the cost")
  func unwanted() throws {
    var samples = SampleBuffer<CostDetector.Output>(wanted: [.tokensUsed])
    let row = EventRow(labels: ["model": "llama-3"], numbers: [.inputTokens: 3, .outputTokens: 4])
    try CostDetector(CostConfiguration()).measure(EventBatch.rows([row]), into: &samples)
    #expect(samples[.tokensUsed].values == [7])
    #expect(samples.tallies.isEmpty)
  }

  @Test("adds up those token counts that are there")
  func tokensUsed() throws {
    let rows = [
      EventRow(numbers: [.inputTokens: 3, .outputTokens: 4]), EventRow(numbers: [.inputTokens: 3]),
      EventRow(numbers: [.outputTokens: 4]), EventRow(),
    ]
    let samples = try CostDetector.samples(of: rows)
    #expect(samples.values(.tokensUsed, rows: 4) == [7, 3, 4, nil])
    #expect(samples.values(.inputTokens, rows: 4) == [3, 3, nil, nil])
    #expect(samples.values(.outputTokens, rows: 4) == [4, nil, 4, nil])
  }

  @Test("gives tokens and cost of embeddings, and nothing of other operations")
  func kinds() throws {
    let rows = [OperationKind.embedding, .other, .samples].map {
      EventRow(kind: $0, labels: ["model": "text-embedding-3-large"], numbers: [.inputTokens: 1_000, .outputTokens: 0])
    }
    let samples = try CostDetector.samples(of: rows)
    #expect(samples.values(.cost, rows: 3) == [0.00013, nil, nil])
    #expect(samples.values(.tokensUsed, rows: 3) == [1_000, nil, nil])
  }

  @Test("finds models again and again, whatever stands between them")
  func memory() throws {
    let rows = (0..<200).map { index in
      EventRow(
        labels: [
          "model": index % 2 == 0 ? "" : "unknown-\(index % 7)",
          "model_requested": ["gpt-4o", "", "gpt-4o-mini-2024-07-18"][index % 3],
          "provider": ["", "openai"][index % 2],
        ], numbers: [.inputTokens: 1_000_000])
    }
    let values = try CostDetector.samples(of: rows).values(.cost, rows: rows.count)
    for (index, value) in values.enumerated() { #expect(value == [2.5, nil, 0.15][index % 3]) }
  }

  @Test("reports all mistakes in users' rows with what is wrong")
  func badRow() {
    let options = DetectorOptions(["prices": .texts(["gpt-4o in=abc out=1"]), "use_price": .boolean(false)])
    let error = #expect(throws: Diagnostics.self) { try CostDetector.samples(of: [], options: options) }
    #expect(
      error?.findings.map(\.message) == [
        "'gpt-4o in=abc out=1' in 'prices' can't be read: 'abc' is no price in USD per million tokens",
        "'use_price' is not an option",
      ])
    #expect(error?.findings.last?.label == "did you mean 'use_prices'?")
  }

  @Test("has the metrics and aliases of the contract")
  func catalogue() {
    let catalogue = PluginRegistry([plugin]).metrics
    for name in ["llm_input_tokens", "llm_output_tokens", "llm_tokens_used", "llm_cost_usd"] {
      #expect(catalogue[name]?.kind == .sum)
    }
    #expect(catalogue["llm_tokens_total"]?.name == "llm_tokens_used")
    #expect(catalogue["llm_total_cost_usd"]?.name == "llm_cost_usd")
    #expect(catalogue["llm_cost_rate"]?.name == "llm_cost_usd")
    #expect(plugin.detectors.first?.descriptor.dataVersion == "2026-11-12")
  }

  @Test("conforms, with prices and without")
  func conformance() {
    #expect(DetectorConformance(CostDetector.self).violations() == [])
    let options = DetectorOptions(["use_prices": .boolean(false)])
    #expect(DetectorConformance(CostDetector.self, options: options).violations() == [])
  }
}
