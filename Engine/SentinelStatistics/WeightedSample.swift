/// A multiset of numbers: values in ascending order, each with the number of its occurrences (any positive weight).
public struct WeightedSample: Sendable, Hashable {
  /// Ascending; equal neighbours are allowed.
  public var values: [Double]
  /// One positive, finite weight a value.
  public var weights: [Double]

  /// `values` must ascend. Samples that break this, or hold NaN or weights that aren't positive and finite, are put in
  /// order by the functions that read them, at the cost of a sort.
  public init(values: [Double], weights: [Double]) {
    self.values = values
    self.weights = weights
  }

  /// Sorts the pairs; leaves out a NaN value and a weight that isn't positive and finite. O(n log n).
  public init(sorting pairs: some Sequence<(value: Double, weight: Double)>) {
    let sorted = pairs.filter { !$0.value.isNaN && $0.weight > 0 && $0.weight.isFinite }.sorted { $0.value < $1.value }
    self.init(values: sorted.map(\.value), weights: sorted.map(\.weight))
  }

  /// Numbers that each occur once. O(n log n).
  public init(_ values: some Sequence<Double>) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    self.init(values: sorted, weights: Array(repeating: 1, count: sorted.count))
  }

  /// The number of observations: the sum of the weights.
  public var totalWeight: Double { weights.reduce(0, +) }

  /// Itself if it is as `values` and `weights` promise, else a copy that is.
  func ordered() -> WeightedSample {
    var previous = -Double.infinity
    var isOrdered = values.count == weights.count
    for (value, weight) in zip(values, weights) where isOrdered {
      isOrdered = value >= previous && weight > 0 && weight.isFinite
      previous = value
    }
    return isOrdered ? self : WeightedSample(sorting: zip(values, weights).map { (value: $0, weight: $1) })
  }

  /// The values at ascending ranks from 0, each interpolated between the order statistics around it. O(n + ranks).
  ///
  /// Order statistic k is the smallest value up to which more than k observations lie. The sample must be ordered and
  /// not empty.
  func values(atRanks ranks: [Double]) -> [Double] {
    var index = 0
    var covered = weights.first ?? 0
    var found: [Double] = []
    found.reserveCapacity(ranks.count)
    for rank in ranks {
      let low = max(0, rank.rounded(.down))
      while covered <= low, index + 1 < values.count {
        index += 1
        covered += weights[index]
      }
      let upper = covered <= low + 1 && index + 1 < values.count ? values[index + 1] : values[index]
      found.append(interpolate(values[index], upper, rank - low))
    }
    return found
  }
}
