import SentinelModel
import SentinelPlugin

/// Prices by model, and how a call's model is looked up in them.
struct PriceTable: Sendable {
  /// All rows of one model, ready to charge.
  struct Entry: Sendable {
    let rows: [PreparedRow]

    func row(at time: Timestamp) -> PreparedRow? { rows.first { $0.row.isValid(at: time) } }
  }

  private let entries: [Entry]
  private let indices: [String: Int]

  /// - Parameter rows: of rows for one model and time the first holds, so users' rows come before the standard ones.
  init(_ rows: some Sequence<PriceRow>) {
    var order: [String: Int] = [:]
    var grouped: [[PreparedRow]] = []
    for row in rows {
      let index = order[row.model] ?? grouped.count
      if index == grouped.count {
        order[row.model] = index
        grouped.append([])
      }
      grouped[index].append(PreparedRow(row))
    }
    entries = grouped.map(Entry.init)
    indices = order
  }

  subscript(index: Int) -> Entry { entries[index] }

  /// The rows that come with the engine. A line that can't be read would be our own mistake, which a test finds.
  static let standard: [PriceRow] = standardRows.split(separator: "\n").compactMap { line in
    try? PriceRow(text: String(line))
  }

  /// The entry of exactly this name.
  func index(exactly name: String) -> Int? { indices[name] }

  /// The entry of a call: the answered model, the one asked for, either with the provider's prefix, then all of these
  /// without a date or version at their end, then without a region in front; of a fine-tune at last its base.
  func index(model: String, requested: String, provider: String) -> Int? {
    let names = [model, requested].filter { !$0.isEmpty }
    let prefixes = ModelName.prefixes(ofProvider: provider)
    let exact = names + names.flatMap { name in prefixes.map { $0 + name } }
    let undated = exact.compactMap(ModelName.withoutDate)
    let unregional = (exact + undated).compactMap(ModelName.withoutRegion)
    let bases = names.compactMap(ModelName.baseOfFineTune)
    let candidates = [exact, undated, unregional, bases, bases.compactMap(ModelName.withoutDate)].joined()
    return candidates.lazy.compactMap { indices[$0] }.first
  }
}

/// A row with the rates of every tier and band worked out.
struct PreparedRow: Sendable {
  let row: PriceRow
  /// By tier, then short and long, then peak and off-peak; nil where the row has no price for the tier.
  private let rates: [Rates?]
  private let firstLong: Int64

  init(_ row: PriceRow) {
    self.row = row
    firstLong = row.longContext?.firstLong ?? .max
    let percent = Int128(row.peakHours?.percent ?? 100)
    rates = ServiceTier.allCases.flatMap { tier in
      [false, true].flatMap { isLong in
        let full = row.rates(tier, isLong: isLong)
        return [full, full?.reduced(to: percent)]
      }
    }
  }

  /// nil where the row has no price for the tier.
  func cost(of usage: Usage, tier: ServiceTier, at time: Timestamp) -> PicoUSD? {
    let band = usage.input >= firstLong ? 2 : 0
    let hours = row.peakHours.map { $0.contains(time) ? 0 : 1 } ?? 0
    return rates[tier.rawValue * 4 + band + hours]?.cost(of: usage)
  }
}
