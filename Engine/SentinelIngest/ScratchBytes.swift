/// Memory for the resolved strings of one event, emptied before each.
///
/// Resolved strings are never longer than their sources, which don't overlap; so an event needs at most its own length,
/// and 16 bytes to spare for whole writes.
struct ScratchBytes {
  /// Where the next string goes.
  private(set) var free: UnsafeMutablePointer<UInt8>

  init(_ memory: ScratchMemory) { free = memory.base }

  /// Keeps the `count` bytes written at `free`.
  @inline(__always)
  mutating func use(_ count: Int) { free += count }
}

/// The owner of that memory.
final class ScratchMemory {
  fileprivate var base: UnsafeMutablePointer<UInt8>
  private var capacity = 4_096

  private static let spare = 64

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  /// Forgets the last event's strings and makes room for those of an event of `count` bytes.
  func bytes(forEventOf count: Int) -> ScratchBytes {
    if count + Self.spare > capacity {
      base.deallocate()
      capacity = count + count / 2 + Self.spare
      base = .allocate(capacity: capacity)
    }
    return ScratchBytes(self)
  }
}
