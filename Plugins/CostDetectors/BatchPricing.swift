import SentinelModel

/// Prices the calls of one batch: each distinct model is looked up once.
struct BatchPricing {
  /// What is known about one code of the model column.
  private enum Lookup {
    case pending
    /// The answered model has an entry of its own.
    case exact(Int)
    /// It has none; what is asked for and the provider decide. The last such answer, which most often holds again.
    case indirect(requested: UInt32, provider: UInt32, Int?)
  }

  /// What decides where the answered model has no entry of its own.
  private struct Origin: Hashable {
    let model: UInt32
    let requested: UInt32
    let provider: UInt32
  }

  private let prices: PriceTable
  private let timestamps: [Timestamp]
  private let models: LabelColumn?
  private let requested: LabelColumn?
  private let providers: LabelColumn?
  private let tiers: LabelColumn?
  private let input: [Double]?
  private let output: [Double]?
  private let cacheRead: [Double]?
  private let cacheWrite: [Double]?
  private let reasoning: [Double]?
  private var lookups: [Lookup]
  private var origins: [Origin: Int?] = [:]
  /// By code of the tier column; nil for a tier that no table knows.
  private let knownTiers: [ServiceTier?]
  /// How many calls could not be priced, by reason and then code of the model column; empty for none.
  private var unpriced: [Int] = []

  private enum Reason: Int, CaseIterable {
    /// No entry, or none for the day of the call.
    case model
    /// An entry without a price for the service tier.
    case tier
    /// A count below 0 or above 2^53.
    case count

    var name: String {
      switch self {
      case .model: "unpriced_model"
      case .tier: "unpriced_tier"
      case .count: "unpriced_token_count"
      }
    }
  }

  init(_ batch: EventBatch, _ prices: PriceTable) {
    self.prices = prices
    timestamps = batch.timestamps
    models = batch.column(.label("model"))
    requested = batch.column(.label("model_requested"))
    providers = batch.column(.label("provider"))
    tiers = batch.column(.label("service_tier"))
    input = batch.column(.inputTokens)
    output = batch.column(.outputTokens)
    cacheRead = batch.column(.cacheReadTokens)
    cacheWrite = batch.column(.cacheWriteTokens)
    reasoning = batch.column(.reasoningTokens)
    lookups = Array(repeating: .pending, count: models?.distinctCount ?? 1)
    knownTiers = (0..<UInt32(tiers?.distinctCount ?? 0)).map { [tiers] code in
      ServiceTier(label: tiers?.value(code) ?? "")
    }
  }

  /// In USD; NaN where the call has no tokens or can't be priced.
  mutating func cost(_ row: Int) -> Double {
    let (inputCount, outputCount) = (input?[row] ?? .nan, output?[row] ?? .nan)
    if inputCount.isNaN, outputCount.isNaN { return .nan }
    guard
      let usage = Usage(
        input: inputCount, cacheRead: cacheRead?[row] ?? .nan, cacheWrite: cacheWrite?[row] ?? .nan,
        output: outputCount, reasoning: reasoning?[row] ?? .nan)
    else { return miss(.count, row) }
    guard let index = entry(row) else { return miss(.model, row) }
    guard let tier = tier(row) else { return miss(.tier, row) }
    switch prices.price(index, usage, tier: tier, at: timestamps[row]) {
    case .cost(let cost): return cost.usd
    case .notThen: return miss(.model, row)
    case .notInTier: return miss(.tier, row)
    }
  }

  /// Calls `tally` with reason, model and count of what could not be priced.
  func report(_ tally: (String, String, Int) -> Void) {
    for (place, count) in unpriced.enumerated() where count > 0 {
      guard let reason = Reason(rawValue: place / lookups.count) else { continue }
      let name = models?.value(UInt32(place % lookups.count)) ?? ""
      tally(reason.name, name.isEmpty ? "(no model)" : name, count)
    }
  }

  private mutating func miss(_ reason: Reason, _ row: Int) -> Double {
    if unpriced.isEmpty { unpriced = Array(repeating: 0, count: Reason.allCases.count * lookups.count) }
    unpriced[reason.rawValue * lookups.count + Int(models?.codes[row] ?? 0)] += 1
    return .nan
  }

  private func tier(_ row: Int) -> ServiceTier? {
    guard let tiers else { return .standard }
    return knownTiers[Int(tiers.codes[row])]
  }

  private mutating func entry(_ row: Int) -> Int? {
    let code = models?.codes[row] ?? 0
    let (asked, provider) = (requested?.codes[row] ?? 0, providers?.codes[row] ?? 0)
    switch lookups[Int(code)] {
    case .exact(let index): return index
    case .indirect(asked, provider, let index): return index
    case .indirect: break
    case .pending:
      if let index = prices.index(exactly: models?.value(code) ?? "") {
        lookups[Int(code)] = .exact(index)
        return index
      }
    }
    let index = entry(Origin(model: code, requested: asked, provider: provider))
    lookups[Int(code)] = .indirect(requested: asked, provider: provider, index)
    return index
  }

  private mutating func entry(_ origin: Origin) -> Int? {
    if let known = origins[origin] { return known }
    let index = prices.index(
      model: models?.value(origin.model) ?? "", requested: requested?.value(origin.requested) ?? "",
      provider: providers?.value(origin.provider) ?? "")
    origins[origin] = .some(index)
    return index
  }
}
