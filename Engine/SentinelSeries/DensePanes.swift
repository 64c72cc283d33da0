/// What a group keeps of its busy panes, by slot; a group without one takes a pointer.
struct DensePanes<Content: ~Copyable>: ~Copyable {
  private let slotCount: Int
  private var table: UnsafeMutablePointer<UnsafeMutablePointer<Content>?>?

  init(slots: Int) { slotCount = slots }

  deinit {
    guard let table else { return }
    for slot in 0..<slotCount { Self.free(table[slot]) }
    table.deallocate()
  }

  private static func free(_ content: UnsafeMutablePointer<Content>?) {
    content?.deinitialize(count: 1)
    content?.deallocate()
  }

  /// What is kept of a slot, where it lies; nil where there is nothing.
  @inline(__always)
  func content(_ slot: Int) -> UnsafeMutablePointer<Content>? {
    assert(slot >= 0 && slot < slotCount, "slot \(slot) of \(slotCount)")
    return table?[slot]
  }

  mutating func set(_ slot: Int, _ content: consuming Content) {
    let table = self.table ?? .allocate(capacity: slotCount)
    if self.table == nil { table.initialize(repeating: nil, count: slotCount) }
    self.table = table
    Self.free(table[slot])
    let place = UnsafeMutablePointer<Content>.allocate(capacity: 1)
    place.initialize(to: content)
    table[slot] = place
  }

  func remove(_ slot: Int) {
    guard let table else { return }
    Self.free(table[slot])
    table[slot] = nil
  }

  /// Bytes, with those that `size` says each content has elsewhere.
  func byteCount(_ size: (UnsafeMutablePointer<Content>) -> Int) -> Int {
    guard let table else { return 0 }
    let own = MemoryLayout<Content>.stride
    return (0..<slotCount).reduce(slotCount * 8) { $0 + (table[$1].map { size($0) + own } ?? 0) }
  }
}
