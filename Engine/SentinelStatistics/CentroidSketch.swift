/// A distribution in bounded memory: up to 256 distinct values exactly, beyond that centroids of neighbours that have
/// about equal weight each.
///
/// What is kept of a centroid is its mean, so that sums, and distances that are areas between distribution functions, hold
/// on; a distribution function is off by at most a centroid's weight, however narrow the values lie together. A value
/// that alone has the weight of a centroid stays by itself. After Dunning and Ertl's t-digest (2019), with even instead
/// of scaled weights: distances between distributions look at all ranks alike. Takes up to 8 KB.
public struct CentroidSketch: Sendable {
  private var centroids: [(value: Double, weight: Double)] = []
  /// What came since centroids were last merged.
  private var recent: [(value: Double, weight: Double)] = []

  private static let capacity = 256

  public init() {}

  /// Adds a finite value with a positive weight. Amortised O(log capacity).
  public mutating func add(_ value: Double, weight: Double = 1) {
    recent.append((value, weight))
    if recent.count >= Self.capacity { compress() }
  }

  /// Values with their weights, in no order.
  public var entries: [(value: Double, weight: Double)] { centroids + recent }

  public var byteCount: Int { (centroids.capacity + recent.capacity) * 16 }

  private mutating func compress() {
    let sorted = Self.distinct((centroids + recent).sorted { $0.value < $1.value })
    recent.removeAll(keepingCapacity: true)
    centroids = sorted.count <= Self.capacity ? sorted : Self.merged(sorted)
  }

  /// One entry for each value.
  private static func distinct(_ sorted: [(value: Double, weight: Double)]) -> [(value: Double, weight: Double)] {
    var result: [(value: Double, weight: Double)] = []
    for entry in sorted {
      if let last = result.last, last.value == entry.value {
        result[result.count - 1].weight += entry.weight
      } else {
        result.append(entry)
      }
    }
    return result
  }

  /// Neighbours together, up to the weight that gives about `capacity` of them.
  private static func merged(_ sorted: [(value: Double, weight: Double)]) -> [(value: Double, weight: Double)] {
    let most = sorted.reduce(0) { $0 + $1.weight } / Double(capacity) * 2
    var result: [(value: Double, weight: Double)] = []
    for entry in sorted {
      guard let last = result.last, last.weight + entry.weight <= most else {
        result.append(entry)
        continue
      }
      let weight = last.weight + entry.weight
      result[result.count - 1] = (last.value + (entry.value - last.value) * (entry.weight / weight), weight)
    }
    return result
  }
}
