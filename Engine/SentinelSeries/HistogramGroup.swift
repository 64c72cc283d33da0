import SentinelModel
import SentinelStatistics

/// The histograms of one group: what its panes hold, and totals over the windows that are read again and again.
///
/// A pane with few samples is a stretch of a list of buckets, in order of panes; a busy one has counts.
struct HistogramGroup: ~Copyable {
  let paneCount: Int
  private(set) var head = Int64.min
  /// The edges of the newest pane, so that most samples find theirs without a division.
  private var headStart = Int64.max
  private var headEnd = Int64.min
  private var headSlot = 0
  var panes: GrowingBuffer<Pane>
  /// The bucket of each sample of the panes that are listed, oldest pane first.
  var listed = GrowingBuffer<Int16>()
  /// The samples themselves, place by place as `listed`; kept for distributions.
  var values = GrowingBuffer<Double>()
  let keepsValues: Bool
  private let listLimit: UInt32
  /// Entries of `listed` that have left, before the oldest pane's.
  private var gone = 0
  var dense: DensePanes<BucketCounts>
  /// The distributions of busy panes; kept for distributions.
  var sketches: DensePanes<CentroidSketch>
  let views: UnsafeMutablePointer<HistogramView>
  private let viewCount: Int
  /// For each order the value of its bucket that came last.
  var representatives = GrowingBuffer<Double>()
  var representativeBase: Int32 = 0

  /// How many samples a pane has, and whether they are counted rather than listed.
  struct Pane: BitwiseCopyable {
    var bits: UInt32 = 0

    static let countLimit: UInt32 = 1 << 31 - 1
    var count: UInt32 { bits & Self.countLimit }
    var isDense: Bool { bits > Self.countLimit }
    var listedCount: Int { isDense ? 0 : Int(bits) }
    mutating func becomeDense() { bits |= 1 << 31 }
  }

  /// - Parameters:
  ///   - views: for each view how many quantiles are read through it, and whether its windows end before the instant.
  ///   - keepsValues: whether distributions are read, which are to be exact where panes have few samples.
  init(paneCount: Int, views descriptions: [(quantiles: Int, isDelayed: Bool)], keepsValues: Bool) {
    self.paneCount = paneCount
    self.keepsValues = keepsValues
    listLimit = keepsValues ? 256 : 512
    panes = GrowingBuffer(repeating: Pane(), count: paneCount)
    dense = DensePanes(slots: paneCount)
    sketches = DensePanes(slots: paneCount)
    viewCount = descriptions.count
    views = .allocate(capacity: max(1, viewCount))
    for (index, view) in descriptions.enumerated() {
      (views + index).initialize(to: HistogramView(quantiles: view.quantiles, isDelayed: view.isDelayed))
    }
  }

  deinit {
    views.deinitialize(count: viewCount)
    views.deallocate()
  }

  var byteCount: Int {
    let buffers = panes.byteCount + listed.byteCount + values.byteCount + representatives.byteCount
    let busy = dense.byteCount { $0.pointee.byteCount } + sketches.byteCount { $0.pointee.byteCount }
    return (0..<viewCount).reduce(buffers + busy + MemoryLayout<HistogramGroup>.stride) { $0 + views[$1].byteCount }
  }

  @inline(__always)
  func slot(_ pane: Int64) -> Int { pane == head ? headSlot : Int(pane.modulo(Int64(paneCount))) }

  var oldest: Int64 { head - Int64(paneCount) + 1 }

  // MARK: - Taking in

  /// Adds `amount` samples; gives false for a pane that has left the ring, or that has more samples than 31 bits count.
  @inline(__always)
  mutating func add(
    at timestamp: Timestamp, order: Int32, value: Double, amount: UInt32, geometry: PaneGeometry
  ) -> Bool {
    let time = timestamp.nanoseconds
    var pane = head
    if time <= headStart || time > headEnd {
      pane = geometry.index(of: timestamp)
      if pane > head {
        advance(to: pane, width: geometry.width)
      } else if head.subtractingSaturating(pane) >= Int64(paneCount) {
        return false
      }
    }
    guard amount <= Pane.countLimit - panes[slot(pane)].count else { return false }
    remember(value, order)
    put(order, value, amount, pane)
    for index in 0..<viewCount where pane >= views[index].first && pane <= views[index].last {
      views[index].add(order, amount)
    }
    return true
  }

  @inline(__always)
  private mutating func put(_ order: Int32, _ value: Double, _ amount: UInt32, _ pane: Int64) {
    let slot = slot(pane)
    if pane == head, amount == 1, panes[slot].bits < listLimit {
      listed.append(Int16(truncatingIfNeeded: order))
      if keepsValues { values.append(value) }
    } else {
      putElsewhere(order, value, amount, pane, slot)
    }
    panes[slot].bits += amount
  }

  /// Into a busy pane, or into one behind the newest.
  private mutating func putElsewhere(_ order: Int32, _ value: Double, _ amount: UInt32, _ pane: Int64, _ slot: Int) {
    if !panes[slot].isDense {
      if amount == 1, panes[slot].bits < listLimit {
        let end = listStart(of: pane) + panes[slot].listedCount
        listed.insert(repeating: Int16(truncatingIfNeeded: order), count: 1, at: end)
        if keepsValues { values.insert(repeating: value, count: 1, at: end) }
        return
      }
      becomeDense(pane, slot)
    }
    dense.content(slot)?.pointee.add(order, amount)
    sketches.content(slot)?.pointee.add(value, weight: Double(amount))
  }

  /// Adds all of a busy pane of another ring to the pane of `timestamp`.
  mutating func addBusy(
    at timestamp: Timestamp, _ counts: borrowing BucketCounts, _ sketch: CentroidSketch?, amount: UInt32,
    geometry: PaneGeometry
  ) {
    let pane = geometry.index(of: timestamp)
    if pane > head { advance(to: pane, width: geometry.width) }
    let slot = slot(pane)
    guard head.subtractingSaturating(pane) < Int64(paneCount), amount <= Pane.countLimit - panes[slot].count else {
      return
    }
    if !panes[slot].isDense { becomeDense(pane, slot) }
    for order in counts.orders where counts[order] > 0 {
      dense.content(slot)?.pointee.add(order, counts[order])
      for index in 0..<viewCount where pane >= views[index].first && pane <= views[index].last {
        views[index].add(order, counts[order])
      }
    }
    for entry in sketch?.entries ?? [] { sketches.content(slot)?.pointee.add(entry.value, weight: entry.weight) }
    panes[slot].bits += amount
  }

  private mutating func becomeDense(_ pane: Int64, _ slot: Int) {
    let start = listStart(of: pane)
    let count = panes[slot].listedCount
    var counts = BucketCounts()
    for place in start..<start + count { counts.add(Int32(listed[place]), 1) }
    if keepsValues {
      var sketch = CentroidSketch()
      for place in start..<start + count { sketch.add(values[place]) }
      sketches.set(slot, sketch)
      values.remove(count, at: start)
    }
    listed.remove(count, at: start)
    panes[slot].becomeDense()
    dense.set(slot, counts)
  }

  /// Where a pane's entries begin. O(panes), but O(1) for the newest.
  func listStart(of pane: Int64) -> Int {
    if pane == head { return listed.count - panes[headSlot].listedCount }
    return (oldest..<pane).reduce(gone) { $0 + panes[slot($1)].listedCount }
  }

  @inline(__always)
  mutating func remember(_ value: Double, _ order: Int32) {
    let index = Int(order) - Int(representativeBase)
    if index >= 0, index < representatives.count {
      representatives[index] = value
    } else {
      widen(to: value, order)
    }
  }

  private mutating func widen(to value: Double, _ order: Int32) {
    let index = Int(order) - Int(representativeBase)
    if representatives.isEmpty {
      representativeBase = order
    } else if index < 0 {
      representatives.insert(repeating: .nan, count: -index, at: 0)
      representativeBase = order
      representatives[0] = value
      return
    } else {
      representatives.append(repeating: .nan, count: index - representatives.count)
    }
    representatives.append(value)
  }

  private mutating func advance(to pane: Int64, width: TimeSpan) {
    if head != .min { leave(behind: pane) }
    head = pane
    headSlot = Int(pane.modulo(Int64(paneCount)))
    headStart = pane.multipliedSaturating(by: width.nanoseconds)
    headEnd = pane.addingSaturating(1).multipliedSaturating(by: width.nanoseconds)
  }

  /// Slots are used again: views must let go of what they held.
  private mutating func leave(behind pane: Int64) {
    let newOldest = pane - Int64(paneCount) + 1
    for index in 0..<viewCount { expire(view: index, before: newOldest) }
    for leaving in oldest..<min(newOldest, head + 1) {
      let slot = slot(leaving)
      gone += panes[slot].listedCount
      if panes[slot].isDense {
        dense.remove(slot)
        sketches.remove(slot)
      }
      panes[slot] = Pane()
    }
    if gone > 32, gone > listed.count / 8 {
      listed.remove(gone, at: 0)
      if keepsValues { values.remove(gone, at: 0) }
      gone = 0
    }
  }

  /// Takes panes before `first` out of a view's total.
  @inline(__always)
  mutating func expire(view index: Int, before first: Int64) {
    if first > views[index].first { takeOut(view: index, before: first) }
  }

  private mutating func takeOut(view index: Int, before first: Int64) {
    let view = views + index
    let start = view.pointee.first
    view.pointee.first = first
    guard head != .min else { return }
    let from = max(start, oldest)
    let end = min(first - 1, head, view.pointee.last)
    if from <= end { visit(from...end) { view.pointee.subtract($0, $1) } }
  }

  /// Takes panes up to `last` into a view whose windows end before the instant.
  mutating func include(view index: Int, through last: Int64) {
    let view = views + index
    let next = view.pointee.last
    guard last > next else { return }
    view.pointee.last = last
    guard head != .min else { return }
    let from = max(view.pointee.first, oldest, next == .min ? .min : next + 1)
    let end = min(last, head)
    if from <= end { visit(from...end) { view.pointee.add($0, $1) } }
  }

  /// Calls `body` with orders and how many samples have them, over panes that are held.
  @inline(__always)
  func visit(_ range: ClosedRange<Int64>, _ body: (Int32, UInt32) -> Void) {
    var place = listStart(of: range.lowerBound)
    for pane in range {
      let slot = slot(pane)
      if panes[slot].isDense, let counts = dense.content(slot) {
        for order in counts.pointee.orders where counts.pointee[order] > 0 { body(order, counts.pointee[order]) }
      }
      let end = place + panes[slot].listedCount
      while place < end {
        body(Int32(listed[place]), 1)
        place += 1
      }
    }
  }
}
