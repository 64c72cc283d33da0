import SentinelStatistics

extension HistogramGroup {
  /// Linear interpolation between the order statistics around rank q·(n − 1); NaN without samples.
  mutating func quantile(_ q: Double, view index: Int, cursor: Int) -> Double {
    let view = views + index
    let count = view.pointee.count
    guard count > 0 else { return .nan }
    let rank = q * Double(count - 1)
    let low = UInt64(rank)
    let (order, through) = view.pointee.seek(low, cursor: cursor)
    return interpolate(view.pointee.total, order, through: through, rank: rank, low: low)
  }

  /// - Parameter through: how many samples lie in the bucket `order` and before it.
  private func interpolate(
    _ counts: borrowing BucketCounts, _ order: Int32, through: UInt64, rank: Double, low: UInt64
  ) -> Double {
    let lower = representative(order)
    if through > low + 1 || rank == Double(low) { return lower }
    var above = order + 1
    while above < counts.orders.upperBound, counts[above] == 0 { above += 1 }
    guard above < counts.orders.upperBound else { return lower }
    return lower + (representative(above) - lower) * (rank - Double(low))
  }

  func representative(_ order: Int32) -> Double {
    let index = Int(order) - Int(representativeBase)
    return index >= 0 && index < representatives.count ? representatives[index] : .nan
  }

  /// The panes of a range that may still be held.
  private func held(_ range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    guard head != .min else { return nil }
    let first = max(range.lowerBound, oldest)
    let last = min(range.upperBound, head)
    return first <= last ? first...last : nil
  }

  /// How many samples the panes hold. O(panes).
  func count(_ range: ClosedRange<Int64>) -> UInt64 {
    guard let range = held(range) else { return 0 }
    return range.reduce(0) { $0 + UInt64(panes[slot($1)].count) }
  }

  private func merged(_ range: ClosedRange<Int64>) -> BucketCounts {
    let orders = representativeBase..<representativeBase + Int32(representatives.count)
    let merged = UnsafeMutablePointer<BucketCounts>.allocate(capacity: 1)
    defer { merged.deallocate() }
    merged.initialize(to: BucketCounts(orders: orders))
    if let range = held(range) { visit(range) { merged.pointee.add($0, $1) } }
    return merged.move()
  }

  /// The quantile over any panes. O(panes + buckets).
  func quantile(_ q: Double, _ range: ClosedRange<Int64>) -> Double {
    let counts = merged(range)
    let orders = counts.orders
    var count: UInt64 = 0
    for order in orders { count += UInt64(counts[order]) }
    guard count > 0 else { return .nan }
    let rank = q * Double(count - 1)
    let low = UInt64(rank)
    var through: UInt64 = 0
    for order in orders {
      through += UInt64(counts[order])
      if through > low { return interpolate(counts, order, through: through, rank: rank, low: low) }
    }
    return .nan
  }

  /// Values and counts over any panes: the samples of panes that list them, centroids of others.
  /// O(samples · log samples + panes · buckets).
  func distribution(_ range: ClosedRange<Int64>) -> WeightedSample {
    guard let range = held(range) else { return WeightedSample(values: [], weights: []) }
    var sample: [(value: Double, weight: Double)] = []
    var place = listStart(of: range.lowerBound)
    for pane in range {
      let slot = slot(pane)
      if let sketch = sketches.content(slot) {
        sample += sketch.pointee.entries
      } else if panes[slot].isDense, let counts = dense.content(slot) {
        for order in counts.pointee.orders where counts.pointee[order] > 0 {
          sample.append((representative(order), Double(counts.pointee[order])))
        }
      }
      let end = place + panes[slot].listedCount
      while place < end {
        sample.append((keepsValues ? values[place] : representative(Int32(listed[place])), 1))
        place += 1
      }
    }
    return WeightedSample(sorting: sample)
  }
}
