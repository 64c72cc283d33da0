/// Bins cut at the deciles of a baseline.
///
/// The edges are the deciles by linear interpolation of order statistics, equal ones merged; bin i is
/// (edge i − 1, edge i], the outer two are open. So there are 2 to 10 bins.
public struct QuantileBins: Sendable, Hashable, Codable {
  /// Strictly ascending, 1 to 9 of them.
  public let edges: [Double]

  /// Nil where the baseline has no observations or a decile lies between −∞ and +∞. O(n).
  public init?(decilesOf baseline: WeightedSample) {
    let baseline = baseline.ordered()
    let last = baseline.totalWeight - 1
    guard !baseline.values.isEmpty, last.isFinite else { return nil }
    var edges: [Double] = []
    // k·(n − 1)/10 rather than 0.1·k·(n − 1): a whole rank must stay whole.
    for edge in baseline.values(atRanks: (1...9).map { max(0, Double($0) * last / 10) }) where edge != edges.last {
      edges.append(edge)
    }
    guard !edges.contains(where: \.isNaN) else { return nil }
    self.edges = edges
  }

  /// The share (0…1) of the sample in each bin; nil where it has no observations. O(n + bins).
  public func shares(of sample: WeightedSample) -> [Double]? {
    let sample = sample.ordered()
    let total = sample.totalWeight
    guard total > 0, total.isFinite else { return nil }
    var counts = [Double](repeating: 0, count: edges.count + 1)
    var bin = 0
    for (value, weight) in zip(sample.values, sample.weights) {
      while bin < edges.count, value > edges[bin] { bin += 1 }
      counts[bin] += weight
    }
    return counts.map { $0 / total }
  }
}
