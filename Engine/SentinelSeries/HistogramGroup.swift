import SentinelModel
import SentinelStatistics

/// The histograms of one group: what its panes hold, and totals over the windows that are read again and again.
struct HistogramGroup {
  private let paneCount: Int
  private(set) var head = Int64.min
  private var panes: [Pane]
  /// The bucket of each sample of the panes that are listed, oldest pane first.
  private var listed: [Int16] = []
  /// Entries of `listed` that have left, before the oldest pane's.
  private var gone = 0
  /// Counts of panes that have more samples than a list is good for, by slot.
  private var dense: [Int: BucketCounts] = [:]
  private var views: [View]
  /// For each order the value of its bucket that came last.
  private var representatives: [Double] = []
  private var representativeBase: Int32 = 0

  private struct Pane {
    var count: UInt32 = 0
    /// How many entries of `listed` are the pane's.
    var listedCount: UInt16 = 0
    var isDense = false

    static let listLimit: UInt16 = 512
  }

  fileprivate struct View {
    /// The oldest and the newest pane that are counted; a view of windows that end at the instant counts all that come.
    var first = Int64.min
    var last: Int64
    var total = BucketCounts()
    var count: UInt64 = 0
    var cursors: [Cursor]
  }

  /// Where a quantile was found last: the next answer is near.
  fileprivate struct Cursor {
    var order = Int32.min
    /// Samples in buckets before `order`.
    var below: UInt64 = 0
  }

  /// - Parameter views: for each view how many quantiles are read through it, and whether its windows end before the
  ///   instant.
  init(paneCount: Int, views: [(cursors: Int, isDelayed: Bool)]) {
    self.paneCount = paneCount
    panes = Array(repeating: Pane(), count: paneCount)
    self.views = views.map {
      View(last: $0.isDelayed ? .min : .max, cursors: Array(repeating: Cursor(), count: $0.cursors))
    }
  }

  var byteCount: Int {
    let dense = dense.values.reduce(0) { $0 + 48 + $1.byteCount }
    let views = views.reduce(0) { $0 + MemoryLayout<View>.stride + $1.total.byteCount + $1.cursors.count * 16 }
    let lists = listed.capacity * 2 + panes.count * MemoryLayout<Pane>.stride
    return dense + views + lists + representatives.capacity * 8 + MemoryLayout<HistogramGroup>.stride
  }

  @inline(__always)
  private func slot(_ pane: Int64) -> Int { Int(pane.modulo(Int64(paneCount))) }

  private var oldest: Int64 { head - Int64(paneCount) + 1 }

  // MARK: - Taking in

  /// Adds `amount` samples; gives false for a pane that has left the ring.
  mutating func add(pane: Int64, order: Int32, value: Double, amount: UInt32) -> Bool {
    if pane > head { advance(to: pane) } else if head - pane >= Int64(paneCount) { return false }
    // What a pane and a bucket count stays within 32 bits.
    guard panes[slot(pane)].count <= UInt32.max / 2 - amount.magnitude / 2 else { return false }
    remember(value, order)
    put(order, amount, pane)
    for index in views.indices where pane >= views[index].first && pane <= views[index].last {
      views[index].add(order, amount)
    }
    return true
  }

  private mutating func put(_ order: Int32, _ amount: UInt32, _ pane: Int64) {
    let slot = slot(pane)
    panes[slot].count += amount
    if panes[slot].isDense {
      dense[slot]?.add(order, amount)
    } else if amount == 1, panes[slot].listedCount < Pane.listLimit {
      if pane == head {
        listed.append(Int16(truncatingIfNeeded: order))
      } else {
        listed.insert(Int16(truncatingIfNeeded: order), at: listStart(of: pane) + Int(panes[slot].listedCount))
      }
      panes[slot].listedCount += 1
    } else {
      becomeDense(pane)
      dense[slot]?.add(order, amount)
    }
  }

  private mutating func becomeDense(_ pane: Int64) {
    let slot = slot(pane)
    let start = listStart(of: pane)
    let range = start..<start + Int(panes[slot].listedCount)
    var counts = BucketCounts()
    for order in listed[range] { counts.add(Int32(order), 1) }
    listed.removeSubrange(range)
    panes[slot].listedCount = 0
    panes[slot].isDense = true
    dense[slot] = counts
  }

  /// Where a pane's entries begin. O(panes), but O(1) for the newest.
  private func listStart(of pane: Int64) -> Int {
    if pane == head { return listed.count - Int(panes[slot(pane)].listedCount) }
    return (oldest..<pane).reduce(gone) { $0 + Int(panes[slot($1)].listedCount) }
  }

  private mutating func remember(_ value: Double, _ order: Int32) {
    let index = Int(order) - Int(representativeBase)
    if index >= 0, index < representatives.count {
      representatives[index] = value
    } else if representatives.isEmpty {
      representativeBase = order
      representatives = [value]
    } else if index < 0 {
      representatives.insert(contentsOf: [value] + repeatElement(.nan, count: -index - 1), at: 0)
      representativeBase = order
    } else {
      representatives.append(contentsOf: repeatElement(.nan, count: index - representatives.count))
      representatives.append(value)
    }
  }

  private mutating func advance(to pane: Int64) {
    defer { head = pane }
    guard head != .min else { return }
    // Slots are used again: views must let go of what they held.
    let newOldest = pane - Int64(paneCount) + 1
    for index in views.indices { expire(view: index, before: newOldest) }
    for leaving in oldest..<min(newOldest, head + 1) { empty(slot(leaving)) }
    if gone > 64, gone * 2 > listed.count {
      listed.removeFirst(gone)
      gone = 0
    }
  }

  private mutating func empty(_ slot: Int) {
    gone += Int(panes[slot].listedCount)
    if panes[slot].isDense { dense[slot] = nil }
    panes[slot] = Pane()
  }

  /// Takes panes before `first` out of a view's total.
  mutating func expire(view index: Int, before first: Int64) {
    let start = views[index].first
    guard first > start else { return }
    views[index].first = first
    guard head != .min else { return }
    let from = max(start, oldest)
    let end = min(first - 1, head, views[index].last)
    guard from <= end else { return }
    var view = views[index]
    views[index].total = BucketCounts()
    visit(from...end) { view.subtract($0, $1) }
    views[index] = view
  }

  /// Takes panes up to `last` into a view whose windows end before the instant.
  mutating func include(view index: Int, through last: Int64) {
    let next = views[index].last
    guard last > next else { return }
    views[index].last = last
    guard head != .min else { return }
    let from = max(views[index].first, oldest, next == .min ? .min : next + 1)
    let end = min(last, head)
    guard from <= end else { return }
    var view = views[index]
    views[index].total = BucketCounts()
    visit(from...end) { view.add($0, $1) }
    views[index] = view
  }

  /// Calls `body` with orders and how many samples have them, over panes that are held.
  private func visit(_ range: ClosedRange<Int64>, _ body: (Int32, UInt32) -> Void) {
    var place = listStart(of: range.lowerBound)
    for pane in range {
      let slot = slot(pane)
      if panes[slot].isDense, let counts = dense[slot] {
        for order in counts.orders where counts[order] > 0 { body(order, counts[order]) }
      }
      for order in listed[place..<place + Int(panes[slot].listedCount)] { body(Int32(order), 1) }
      place += Int(panes[slot].listedCount)
    }
  }

  // MARK: - Reading

  /// Linear interpolation between the order statistics around rank q·(n − 1); NaN without samples.
  mutating func quantile(_ q: Double, view: Int, cursor: Int) -> Double {
    let count = views[view].count
    guard count > 0 else { return .nan }
    let rank = q * Double(count - 1)
    let low = UInt64(rank.rounded(.down))
    views[view].seek(low, cursor: cursor)
    let order = views[view].cursors[cursor].order
    let next = views[view].cursors[cursor].below + UInt64(views[view].total[order])
    return interpolate(views[view].total, order, next: next, rank: rank, low: low)
  }

  private func interpolate(
    _ counts: BucketCounts, _ order: Int32, next: UInt64, rank: Double, low: UInt64
  ) -> Double {
    let lower = representative(order)
    if next > low + 1 || rank == Double(low) { return lower }
    var above = order + 1
    while above < counts.orders.upperBound, counts[above] == 0 { above += 1 }
    guard above < counts.orders.upperBound else { return lower }
    return lower + (representative(above) - lower) * (rank - Double(low))
  }

  private func representative(_ order: Int32) -> Double {
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
    held(range)?.reduce(0) { $0 + UInt64(panes[slot($1)].count) } ?? 0
  }

  private func merged(_ range: ClosedRange<Int64>) -> BucketCounts {
    var merged = BucketCounts()
    guard let range = held(range) else { return merged }
    visit(range) { merged.add($0, $1) }
    return merged
  }

  /// The quantile over any panes. O(panes + buckets).
  func quantile(_ q: Double, _ range: ClosedRange<Int64>) -> Double {
    let counts = merged(range)
    let count = counts.orders.reduce(0) { $0 + UInt64(counts[$1]) }
    guard count > 0 else { return .nan }
    let rank = q * Double(count - 1)
    let low = UInt64(rank.rounded(.down))
    var below: UInt64 = 0
    for order in counts.orders {
      below += UInt64(counts[order])
      if below > low { return interpolate(counts, order, next: below, rank: rank, low: low) }
    }
    return .nan
  }

  /// Values and counts over any panes. O(panes + buckets).
  func distribution(_ range: ClosedRange<Int64>) -> WeightedSample {
    let counts = merged(range)
    let orders = counts.orders.filter { counts[$0] > 0 }
    return WeightedSample(values: orders.map(representative), weights: orders.map { Double(counts[$0]) })
  }
}

extension HistogramGroup.View {
  @inline(__always)
  fileprivate mutating func add(_ order: Int32, _ amount: UInt32) {
    total.add(order, amount)
    count += UInt64(amount)
    for index in cursors.indices where order < cursors[index].order { cursors[index].below += UInt64(amount) }
  }

  @inline(__always)
  fileprivate mutating func subtract(_ order: Int32, _ amount: UInt32) {
    total.subtract(order, amount)
    count -= UInt64(amount)
    for index in cursors.indices where order < cursors[index].order { cursors[index].below -= UInt64(amount) }
  }

  /// Moves the cursor to the bucket that holds the sample of rank `low`.
  /// - Precondition: `low < count`.
  fileprivate mutating func seek(_ low: UInt64, cursor index: Int) {
    var cursor = cursors[index]
    if cursor.order == .min { cursor = .init(order: total.base, below: 0) }
    while cursor.below > low {
      cursor.order -= 1
      cursor.below -= UInt64(total[cursor.order])
    }
    while cursor.below + UInt64(total[cursor.order]) <= low {
      cursor.below += UInt64(total[cursor.order])
      cursor.order += 1
    }
    cursors[index] = cursor
  }
}
