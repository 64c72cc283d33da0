/// How many values lie in each bucket, over the orders that occur.
struct BucketCounts: ~Copyable {
  /// `counts[i]` is that of order `base + i`.
  private(set) var base: Int32 = 0
  private var counts = GrowingBuffer<UInt32>()

  init() {}

  /// Has a place for each of `orders` at once.
  init(orders: Range<Int32>) {
    base = orders.lowerBound
    counts.append(repeating: 0, count: orders.count)
  }

  /// Orders that have a place, which may hold 0.
  var orders: Range<Int32> { base..<base + Int32(counts.count) }

  var byteCount: Int { counts.byteCount }

  @inline(__always)
  subscript(order: Int32) -> UInt32 {
    let index = Int(order) - Int(base)
    return index >= 0 && index < counts.count ? counts[index] : 0
  }

  @inline(__always)
  mutating func add(_ order: Int32, _ amount: UInt32) {
    var index = Int(order) - Int(base)
    if index < 0 || index >= counts.count {
      widen(to: order)
      index = Int(order) - Int(base)
    }
    counts[index] &+= amount
  }

  @inline(__always)
  mutating func subtract(_ order: Int32, _ amount: UInt32) {
    let index = Int(order) - Int(base)
    if index >= 0, index < counts.count { counts[index] &-= amount }
  }

  private mutating func widen(to order: Int32) {
    if counts.isEmpty {
      base = order
      counts.append(0)
    } else if order < base {
      counts.insert(repeating: 0, count: Int(base - order), at: 0)
      base = order
    } else {
      counts.append(repeating: 0, count: Int(order - base) - counts.count + 1)
    }
  }
}
