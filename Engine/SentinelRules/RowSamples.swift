/// Samples of one metric that belong to rows of a batch, in row order.
package struct RowSamples: Sendable {
  /// A ``MetricID`` of the plan.
  package let metric: Int
  package let rows: [Int32]
  package let values: [Double]
  /// Empty: each stands for one observation.
  package let weights: [Double]

  package init(metric: Int, rows: [Int32], values: [Double], weights: [Double]) {
    self.metric = metric
    self.rows = rows
    self.values = values
    self.weights = weights
  }
}
