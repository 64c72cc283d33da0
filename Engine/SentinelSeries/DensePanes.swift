/// The counts of a group's busy panes by slot; a group without one takes a pointer.
struct DensePanes: ~Copyable {
  private let slotCount: Int
  private var table: UnsafeMutablePointer<UnsafeMutablePointer<BucketCounts>?>?

  init(slots: Int) { slotCount = slots }

  deinit {
    guard let table else { return }
    for slot in 0..<slotCount { Self.free(table[slot]) }
    table.deallocate()
  }

  private static func free(_ counts: UnsafeMutablePointer<BucketCounts>?) {
    counts?.deinitialize(count: 1)
    counts?.deallocate()
  }

  /// The counts of a slot, where they lie; nil where there are none.
  @inline(__always)
  func counts(_ slot: Int) -> UnsafeMutablePointer<BucketCounts>? {
    assert(slot >= 0 && slot < slotCount, "slot \(slot) of \(slotCount)")
    return table?[slot]
  }

  mutating func set(_ slot: Int, _ counts: consuming BucketCounts) {
    let table = self.table ?? .allocate(capacity: slotCount)
    if self.table == nil { table.initialize(repeating: nil, count: slotCount) }
    self.table = table
    Self.free(table[slot])
    let place = UnsafeMutablePointer<BucketCounts>.allocate(capacity: 1)
    place.initialize(to: counts)
    table[slot] = place
  }

  func remove(_ slot: Int) {
    guard let table else { return }
    Self.free(table[slot])
    table[slot] = nil
  }

  var byteCount: Int {
    guard let table else { return 0 }
    let size = MemoryLayout<BucketCounts>.stride
    return (0..<slotCount).reduce(slotCount * 8) { $0 + (table[$1].map { $0.pointee.byteCount + size } ?? 0) }
  }
}
