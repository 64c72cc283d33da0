/// How many values lie in each bucket, over the orders that occur.
struct BucketCounts: Sendable {
  /// `counts[i]` is that of order `base + i`.
  private(set) var base: Int32 = 0
  private(set) var counts: [UInt32] = []

  /// Orders that have a place, which may hold 0.
  var orders: Range<Int32> { base..<base + Int32(counts.count) }

  var byteCount: Int { counts.capacity * MemoryLayout<UInt32>.stride }

  @inline(__always)
  subscript(order: Int32) -> UInt32 {
    let index = Int(order) - Int(base)
    return index >= 0 && index < counts.count ? counts[index] : 0
  }

  @inline(__always)
  mutating func add(_ order: Int32, _ amount: UInt32) {
    let index = Int(order) - Int(base)
    if index >= 0, index < counts.count {
      counts[index] &+= amount
    } else {
      widen(to: order)
      counts[Int(order - base)] &+= amount
    }
  }

  @inline(__always)
  mutating func subtract(_ order: Int32, _ amount: UInt32) {
    let index = Int(order) - Int(base)
    if index >= 0, index < counts.count { counts[index] &-= amount }
  }

  private mutating func widen(to order: Int32) {
    if counts.isEmpty {
      base = order
      counts = [0]
    } else if order < base {
      counts.insert(contentsOf: repeatElement(0, count: Int(base - order)), at: 0)
      base = order
    } else {
      counts.append(contentsOf: repeatElement(0, count: Int(order - base) - counts.count + 1))
    }
  }
}
