package import SentinelDiagnostics
package import SentinelModel
package import SentinelPlugin

/// Gives the tokens of LLM calls and embeddings, and what they cost: the reported cost, else by the price table.
///
/// What an agent or a workflow reports in total is left out, since its calls report the same tokens themselves [P83].
package struct CostDetector: EventDetector {
  package static let descriptor = DetectorDescriptor(
    type: "cost", summary: "tokens and cost of LLM calls and embeddings",
    labels: [.label("model"), .label("model_requested"), .label("provider"), .label("service_tier")],
    numbers: [.inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .reasoningTokens, .costUSD],
    dataVersion: PriceTable.standardVersion)

  /// nil: only reported costs count.
  private let prices: PriceTable?

  package init(_ configuration: CostConfiguration) throws(Diagnostics) {
    prices = configuration.usePrices ? PriceTable(configuration.prices + PriceTable.standard) : nil
  }

  package func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    fill(.inputTokens, with: .inputTokens, of: batch, into: &samples)
    fill(.outputTokens, with: .outputTokens, of: batch, into: &samples)
    fill(.cacheReadTokens, with: .cacheReadTokens, of: batch, into: &samples)
    fill(.cacheWriteTokens, with: .cacheWriteTokens, of: batch, into: &samples)
    fill(.reasoningTokens, with: .reasoningTokens, of: batch, into: &samples)
    fillTokensUsed(of: batch, into: &samples)
    if samples.wants(.cost) { fillCost(of: batch, into: &samples) }
    if samples.wants(.reportedCostRatio) { fillReportedCostRatio(of: batch, into: &samples) }
  }

  private func fill(
    _ output: Output, with field: NumberField, of batch: EventBatch, into samples: inout SampleBuffer<Output>
  ) {
    guard let column = batch.column(field) else { return }
    let kinds = batch.kinds
    samples.fill(output, rows: batch.rows) { kinds[$0].hasCost ? column[$0] : .nan }
  }

  /// The sum of those of the two counts that are there [P62].
  private func fillTokensUsed(of batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    guard let inputs = batch.column(.inputTokens), let outputs = batch.column(.outputTokens) else { return }
    let kinds = batch.kinds
    samples.fill(.tokensUsed, rows: batch.rows) { row in
      guard kinds[row].hasCost else { return .nan }
      let (input, output) = (inputs[row], outputs[row])
      return input.isNaN ? output : output.isNaN ? input : input + output
    }
  }

  private func fillCost(of batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    let kinds = batch.kinds
    let reported = batch.column(.costUSD)
    guard let prices else {
      if let reported { samples.fill(.cost, rows: batch.rows) { kinds[$0].hasCost ? reported[$0] : .nan } }
      return
    }
    var pricing = BatchPricing(batch, prices)
    samples.fill(.cost, rows: batch.rows) { row in
      guard kinds[row].hasCost else { return .nan }
      if let reported, !reported[row].isNaN { return reported[row] }
      return pricing.cost(row)
    }
    pricing.report { reason, name, count in samples.tally(reason, name, by: count) }
  }

  /// A reported cost is evidence, not truth: gateways report other units, and leave out cached tokens.
  private func fillReportedCostRatio(of batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    guard let prices, let reported = batch.column(.costUSD) else { return }
    let kinds = batch.kinds
    var pricing = BatchPricing(batch, prices)
    samples.fill(.reportedCostRatio, rows: batch.rows) { row in
      guard kinds[row].hasCost, !reported[row].isNaN else { return .nan }
      let listed = pricing.cost(row)
      return listed > 0 ? reported[row] / listed : .nan
    }
  }
}

extension OperationKind {
  /// Whether its tokens and cost are its own.
  fileprivate var hasCost: Bool { self == .call || self == .embedding }
}
