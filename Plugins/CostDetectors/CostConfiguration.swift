package import SentinelPlugin

/// What users may say about prices.
package struct CostConfiguration: DetectorConfiguration {
  /// Off: only reported costs count.
  package var usePrices = true
  /// Rows that come before the standard ones.
  package var prices: [PriceRow] = []

  package init() {}

  package static let schema = Schema<Self>(
    .init("use_prices", \.usePrices, "whether calls without a reported cost are priced by the table"),
    .init(
      "prices", \.prices, each: PriceRow.form, count: 0...10_000,
      "prices of your own, in USD per million tokens; they come before the standard ones", show: \.model
    ) { (text) throws(MalformedOption) in try PriceRow(text: text) })
}
