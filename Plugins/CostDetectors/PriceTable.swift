package import SentinelModel
import SentinelPlugin

/// Prices by model, and how a call's model is looked up in them.
package struct PriceTable: Sendable {
  package enum Price: Equatable, Sendable {
    case cost(PicoUSD)
    /// There is no price for the time of the call.
    case notThen
    /// There is no price for the tier of the call.
    case notInTier
  }

  private let indices: [String: Int]
  /// By index of the model, the rows that are its own.
  private let entries: [Range<Int>]
  private let rows: [Row]
  /// `ratesPerRow` for each row: by tier, then short and long, then peak and off-peak; nil where the row has no price
  /// for the tier.
  private let rates: [PreparedRates?]
  private static let ratesPerRow = ServiceTier.allCases.count * 4

  private struct Row: Sendable {
    let model: String
    let validFrom: Timestamp
    let validTo: Timestamp
    let firstLong: Int64
    let peakHours: PriceRow.PeakHours?
  }

  /// - Parameter rows: of rows for one model and time the first holds, so users' rows come before the standard ones.
  package init(_ rows: some Sequence<PriceRow>) {
    var indices: [String: Int] = [:]
    var grouped: [[PriceRow]] = []
    for row in rows {
      let index = indices[row.model] ?? grouped.count
      if index == grouped.count {
        indices[row.model] = index
        grouped.append([])
      }
      grouped[index].append(row)
    }
    self.indices = indices
    var start = 0
    entries = grouped.map { rows in
      defer { start += rows.count }
      return start..<start + rows.count
    }
    let ordered = grouped.joined()
    self.rows = ordered.map { row in
      Row(
        model: row.model, validFrom: row.validFrom, validTo: row.validTo, firstLong: row.longContext?.firstLong ?? .max,
        peakHours: row.peakHours)
    }
    rates = ordered.flatMap(Self.prepare)
  }

  private static func prepare(_ row: PriceRow) -> [PreparedRates?] {
    let percent = Int128(row.peakHours?.percent ?? 100)
    return ServiceTier.allCases.flatMap { tier in
      [false, true].flatMap { isLong in
        let full = row.rates(tier, isLong: isLong)
        return [full, full?.reduced(to: percent)].map { $0.map(PreparedRates.init) }
      }
    }
  }

  /// The rows that come with the engine. A line that can't be read would be our own mistake, which a test finds.
  package static let standard: [PriceRow] = standardRows.split(separator: "\n").compactMap { line in
    try? PriceRow(text: String(line))
  }

  /// What a call costs by the model at `index`.
  package func price(_ index: Int, _ usage: Usage, tier: ServiceTier, at time: Timestamp) -> Price {
    for row in entries[index] where rows[row].validFrom <= time && time < rows[row].validTo {
      let band = usage.input >= rows[row].firstLong ? 2 : 0
      let hours = rows[row].peakHours.map { $0.contains(time) ? 0 : 1 } ?? 0
      guard let rates = rates[row * Self.ratesPerRow + tier.rawValue * 4 + band + hours] else { return .notInTier }
      return .cost(rates.cost(of: usage))
    }
    return .notThen
  }

  /// The name under which the model at `index` is listed.
  package func model(_ index: Int) -> String { rows[entries[index].lowerBound].model }

  /// The index of exactly this name.
  package func index(exactly name: String) -> Int? { indices[name] }

  /// The index of a call: the answered model, the one asked for, either with the provider's prefix, then all of these
  /// without a date or version at their end, then without a region in front; of a fine-tune at last its base.
  package func index(model: String, requested: String, provider: String) -> Int? {
    var names = [model, requested].filter { !$0.isEmpty }
    if let prefix = ModelName.prefix(ofProvider: provider) { names += names.map { prefix + $0 } }
    if let index = first(names) { return index }
    let undated = names.compactMap(ModelName.withoutDate)
    if let index = first(undated) { return index }
    if let index = first((names + undated).compactMap(ModelName.withoutRegion)) { return index }
    let bases = names.compactMap(ModelName.baseOfFineTune)
    return first(bases) ?? first(bases.compactMap(ModelName.withoutDate))
  }

  private func first(_ names: [String]) -> Int? { names.lazy.compactMap { indices[$0] }.first }
}
