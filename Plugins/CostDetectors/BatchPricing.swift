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
  /// By code of the tier column; nil for a tier that no table knows.
  private let knownTiers: [ServiceTier?]
  /// How many calls could not be priced, by reason and code of the model column.
  private var unpriced: [Reason: [UInt32: Int]] = [:]

  private enum Reason: String, CaseIterable {
    /// No entry, or none for the day of the call.
    case model = "unpriced_model"
    /// An entry without a price for the service tier.
    case tier = "unpriced_tier"
    /// A count below 0 or above 2^53.
    case count = "unpriced_token_count"
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
    let time = timestamps[row]
    guard let index = entry(row), let price = prices[index].row(at: time) else { return miss(.model, row) }
    guard let tier = tier(row), let cost = price.cost(of: usage, tier: tier, at: time) else { return miss(.tier, row) }
    return cost.usd
  }

  /// Calls `tally` with reason, model and count of what could not be priced.
  func report(_ tally: (String, String, Int) -> Void) {
    for reason in Reason.allCases {
      for (code, count) in (unpriced[reason] ?? [:]).sorted(by: { $0.key < $1.key }) {
        let name = models?.value(code) ?? ""
        tally(reason.rawValue, name.isEmpty ? "(no model)" : name, count)
      }
    }
  }

  private mutating func miss(_ reason: Reason, _ row: Int) -> Double {
    unpriced[reason, default: [:]][models?.codes[row] ?? 0, default: 0] += 1
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
    case .pending, .indirect: break
    }
    let model = models?.value(code) ?? ""
    if let index = prices.index(exactly: model) {
      lookups[Int(code)] = .exact(index)
      return index
    }
    let index = prices.index(
      model: model, requested: requested?.value(asked) ?? "", provider: providers?.value(provider) ?? "")
    lookups[Int(code)] = .indirect(requested: asked, provider: provider, index)
    return index
  }
}
