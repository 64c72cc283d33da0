public import SentinelModel
public import SentinelStatistics

/// A count of values by size: logarithmic buckets, each with one of its members as representative.
///
/// A representative lies in its bucket, so it is within the bucket's width of every other member; values that repeat
/// (0 and 1, token counts, scores) come back exactly.
public struct BucketCounts: Sendable {
  /// Buckets by order; `counts[i]` is that of order `base + i`.
  fileprivate var base: Int32 = 0
  fileprivate var counts: [UInt32] = []

  public init() {}

  fileprivate mutating func add(_ order: Int32, _ amount: UInt32) {
    if counts.isEmpty {
      base = order
      counts = [amount]
      return
    }
    if order < base {
      counts.insert(contentsOf: repeatElement(0, count: Int(base - order)), at: 0)
      base = order
    } else if Int(order - base) >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: Int(order - base) - counts.count + 1))
    }
    counts[Int(order - base)] &+= amount
  }

  fileprivate mutating func subtract(_ order: Int32, _ amount: UInt32) {
    let index = Int(order) - Int(base)
    if counts.indices.contains(index) { counts[index] &-= amount }
  }
}

/// What one group's histogram knows of a window: bucket representatives in ascending order with their counts.
public typealias WindowHistogram = WeightedSample

/// Histograms of samples by group and pane.
///
/// A pane first lists the bucket of each sample (two bytes a sample) and turns into counts when that gets long; totals
/// over the windows that are read at every instant are kept up to date as samples come and panes leave, exactly, because
/// counts are integers.
public final class HistogramRing {
  public let geometry: PaneGeometry
  /// Lengths of the windows without offset for which totals are kept.
  public let views: [TimeSpan]

  private let buckets = LogBuckets(relativeAccuracy: HistogramRing.relativeAccuracy)
  private var groups: [Group] = []

  /// Half a bucket's width: two members of a bucket differ by less than 1 %.
  public static let relativeAccuracy = 0.0045

  private struct Pane: Sendable {
    var orders: [Int16] = []
    var dense: BucketCounts?
    var count: UInt32 = 0
  }

  private struct View: Sendable {
    /// The oldest pane that is counted.
    var first: Int64 = .min
    var total = BucketCounts()
    var count: UInt64 = 0
  }

  private struct Group: Sendable {
    var head: Int64 = .min
    var panes: [Pane] = []
    var views: [View] = []
    var representativeBase: Int32 = 0
    var representatives: [Double] = []
  }

  /// A pane lists orders up to this many; beyond it counts are smaller.
  private static let listLimit = 512
  /// Orders of positive values start here, so that zero and negative values have orders of their own.
  private static let positiveBase: Int32 = 8_192

  public init(geometry: PaneGeometry, views: [TimeSpan]) {
    self.geometry = geometry
    self.views = views
  }

  public var groupCount: Int { groups.count }

  public func reserve(groups count: Int) {
    guard count > groups.count else { return }
    var group = Group()
    group.panes = Array(repeating: Pane(), count: geometry.count)
    group.views = Array(repeating: View(), count: views.count)
    groups.append(contentsOf: repeatElement(group, count: count - groups.count))
  }

  public func clear(group: Int) {
    groups[group] = Group()
    groups[group].panes = Array(repeating: Pane(), count: geometry.count)
    groups[group].views = Array(repeating: View(), count: views.count)
  }

  /// Bytes that a group takes now.
  public func bytes(ofGroup index: Int) -> Int {
    let group = groups[index]
    let panes = group.panes.reduce(0) { $0 + 64 + $1.orders.capacity * 2 + ($1.dense?.counts.capacity ?? 0) * 4 }
    let views = group.views.reduce(0) { $0 + 40 + $1.total.counts.capacity * 4 }
    return panes + views + group.representatives.capacity * 8 + 64
  }

  private func order(of value: Double) -> Int32 {
    if value == 0 { return 0 }
    let order = buckets.index(of: value.magnitude) + Self.positiveBase
    return value > 0 ? order : -order
  }

  /// Adds a sample. One that is older than the ring reaches is left out and gives false.
  @discardableResult
  public func add(group index: Int, at timestamp: Timestamp, _ value: Double, weight: Double = 1) -> Bool {
    guard value.isFinite, weight >= 1 else { return false }
    let pane = geometry.index(of: timestamp)
    if groups[index].head == .min { groups[index].head = pane }
    if pane > groups[index].head {
      advance(group: index, to: pane)
    } else if groups[index].head - pane >= Int64(geometry.count) {
      return false
    }
    let order = order(of: value)
    let amount = UInt32(min(weight, Double(UInt32.max / 2)))
    remember(value, order: order, group: index)
    put(order, amount, pane: Int(pane.modulo(Int64(geometry.count))), group: index)
    for view in views.indices where pane >= groups[index].views[view].first {
      groups[index].views[view].total.add(order, amount)
      groups[index].views[view].count += UInt64(amount)
    }
    return true
  }

  private func put(_ order: Int32, _ amount: UInt32, pane: Int, group: Int) {
    groups[group].panes[pane].count &+= amount
    if groups[group].panes[pane].dense != nil {
      groups[group].panes[pane].dense?.add(order, amount)
      return
    }
    if amount == 1, groups[group].panes[pane].orders.count < Self.listLimit {
      groups[group].panes[pane].orders.append(Int16(truncatingIfNeeded: order))
      return
    }
    var dense = BucketCounts()
    for listed in groups[group].panes[pane].orders { dense.add(Int32(listed), 1) }
    dense.add(order, amount)
    groups[group].panes[pane].orders = []
    groups[group].panes[pane].dense = dense
  }

  private func remember(_ value: Double, order: Int32, group: Int) {
    if groups[group].representatives.isEmpty {
      groups[group].representativeBase = order
      groups[group].representatives = [value]
      return
    }
    let base = groups[group].representativeBase
    if order < base {
      groups[group].representatives.insert(contentsOf: repeatElement(.nan, count: Int(base - order)), at: 0)
      groups[group].representativeBase = order
    } else if Int(order - base) >= groups[group].representatives.count {
      let missing = Int(order - base) - groups[group].representatives.count + 1
      groups[group].representatives.append(contentsOf: repeatElement(.nan, count: missing))
    }
    groups[group].representatives[Int(order - groups[group].representativeBase)] = value
  }

  private func advance(group: Int, to pane: Int64) {
    let head = groups[group].head
    // A pane's slot is reused: views must have let go of what it held.
    let oldest = head - Int64(geometry.count) + 1
    let newOldest = pane - Int64(geometry.count) + 1
    if newOldest > oldest {
      for view in views.indices { expire(view: view, group: group, before: newOldest) }
      for index in oldest..<min(newOldest, head + 1) {
        let slot = Int(index.modulo(Int64(geometry.count)))
        if groups[group].panes[slot].count != 0 { groups[group].panes[slot] = Pane() }
      }
    }
    groups[group].head = pane
  }

  /// Takes panes before `first` out of a view's total.
  private func expire(view: Int, group: Int, before first: Int64) {
    let start = groups[group].views[view].first
    guard first > start else { return }
    let head = groups[group].head
    groups[group].views[view].first = first
    guard head != .min else { return }
    let oldest = max(start, head - Int64(geometry.count) + 1)
    let end = min(first, head + 1)
    guard oldest < end else { return }
    for pane in oldest..<end {
      let slot = Int(pane.modulo(Int64(geometry.count)))
      guard groups[group].panes[slot].count > 0 else { continue }
      groups[group].views[view].count -= UInt64(groups[group].panes[slot].count)
      if let dense = groups[group].panes[slot].dense {
        for (index, amount) in dense.counts.enumerated() where amount > 0 {
          groups[group].views[view].total.subtract(dense.base + Int32(index), amount)
        }
      } else {
        for order in groups[group].panes[slot].orders { groups[group].views[view].total.subtract(Int32(order), 1) }
      }
    }
  }

  /// Quantiles of the window that `view` names, ending at `end`; NaN where it is empty.
  ///
  /// Windows must be asked for in time order.
  public func quantile(_ q: Double, view: Int, group: Int, until end: Timestamp) -> Double {
    let panes = geometry.panes(until: end, length: views[view])
    expire(view: view, group: group, before: panes.lowerBound)
    let count = groups[group].views[view].count
    guard count > 0 else { return .nan }
    return quantile(q, of: groups[group].views[view].total, count: count, group: group)
  }

  /// The quantile over any panes. O(panes · buckets).
  public func quantile(_ q: Double, group: Int, panes: ClosedRange<Int64>) -> Double {
    let (counts, count) = merged(group: group, panes: panes)
    return count > 0 ? quantile(q, of: counts, count: count, group: group) : .nan
  }

  /// Linear interpolation between the order statistics around rank q·(n − 1).
  private func quantile(_ q: Double, of counts: BucketCounts, count: UInt64, group: Int) -> Double {
    let rank = q * Double(count - 1)
    let low = UInt64(rank.rounded(.down))
    var below: UInt64 = 0
    var lower = Double.nan
    for (index, amount) in counts.counts.enumerated() where amount > 0 {
      below += UInt64(amount)
      if lower.isNaN {
        guard below > low else { continue }
        lower = representative(counts.base + Int32(index), group: group)
        if below > low + 1 || rank == Double(low) { return lower }
      } else {
        let upper = representative(counts.base + Int32(index), group: group)
        return lower + (upper - lower) * (rank - Double(low))
      }
    }
    return lower
  }

  private func representative(_ order: Int32, group: Int) -> Double {
    let index = Int(order - groups[group].representativeBase)
    return groups[group].representatives.indices.contains(index) ? groups[group].representatives[index] : .nan
  }

  private func merged(group: Int, panes: ClosedRange<Int64>) -> (BucketCounts, UInt64) {
    var counts = BucketCounts()
    var count: UInt64 = 0
    let head = groups[group].head
    guard head != .min else { return (counts, 0) }
    let first = max(panes.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(panes.upperBound, head)
    guard first <= last else { return (counts, 0) }
    for pane in first...last {
      let held = groups[group].panes[Int(pane.modulo(Int64(geometry.count)))]
      guard held.count > 0 else { continue }
      count += UInt64(held.count)
      if let dense = held.dense {
        for (index, amount) in dense.counts.enumerated() where amount > 0 {
          counts.add(dense.base + Int32(index), amount)
        }
      } else {
        for order in held.orders { counts.add(Int32(order), 1) }
      }
    }
    return (counts, count)
  }

  /// Values and counts over any panes. O(panes · buckets).
  public func distribution(group: Int, panes: ClosedRange<Int64>) -> WindowHistogram {
    let (counts, _) = merged(group: group, panes: panes)
    var histogram = WeightedSample(values: [], weights: [])
    for (index, amount) in counts.counts.enumerated() where amount > 0 {
      histogram.values.append(representative(counts.base + Int32(index), group: group))
      histogram.weights.append(Double(amount))
    }
    return histogram
  }

  /// How many samples the panes hold.
  public func count(group: Int, panes: ClosedRange<Int64>) -> Double {
    let head = groups[group].head
    guard head != .min else { return 0 }
    let first = max(panes.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(panes.upperBound, head)
    guard first <= last else { return 0 }
    return (first...last).reduce(0) { $0 + Double(groups[group].panes[Int($1.modulo(Int64(geometry.count)))].count) }
  }
}
