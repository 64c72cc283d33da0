/// Counts over a window that moves with time, and where its quantiles were found last.
struct HistogramView: ~Copyable {
  /// The oldest and the newest pane that are counted; a view of windows that end at the instant counts all that come.
  var first = Int64.min
  var last: Int64
  private(set) var total = BucketCounts()
  private(set) var count: UInt64 = 0
  private var cursors: GrowingBuffer<Cursor>

  /// Where a quantile was found last: the next answer is near.
  private struct Cursor: BitwiseCopyable {
    var order = Int32.min
    /// Samples in buckets before `order`.
    var below: UInt64 = 0
  }

  /// - Parameters:
  ///   - quantiles: how many quantiles are read through the view.
  ///   - isDelayed: whether its windows end before the instant.
  init(quantiles: Int, isDelayed: Bool) {
    last = isDelayed ? .min : .max
    cursors = GrowingBuffer(repeating: Cursor(), count: quantiles)
  }

  var byteCount: Int { total.byteCount + cursors.byteCount + MemoryLayout<HistogramView>.stride }

  @inline(__always)
  mutating func add(_ order: Int32, _ amount: UInt32) {
    total.add(order, amount)
    count += UInt64(amount)
    for index in 0..<cursors.count where order < cursors[index].order { cursors[index].below += UInt64(amount) }
  }

  @inline(__always)
  mutating func subtract(_ order: Int32, _ amount: UInt32) {
    total.subtract(order, amount)
    count -= UInt64(amount)
    for index in 0..<cursors.count where order < cursors[index].order { cursors[index].below -= UInt64(amount) }
  }

  /// The bucket that holds the sample of rank `low`, and how many samples lie in it and before it.
  /// - Precondition: `low < count`.
  mutating func seek(_ low: UInt64, cursor index: Int) -> (order: Int32, through: UInt64) {
    var cursor = cursors[index]
    if cursor.order == .min { cursor = Cursor(order: total.base, below: 0) }
    while cursor.below > low {
      cursor.order -= 1
      cursor.below -= UInt64(total[cursor.order])
    }
    var through = cursor.below + UInt64(total[cursor.order])
    while through <= low {
      cursor.order += 1
      cursor.below = through
      through += UInt64(total[cursor.order])
    }
    cursors[index] = cursor
    return (cursor.order, through)
  }
}
