/// Memory for the resolved strings of one event, emptied before each.
///
/// Resolved strings are never longer than their sources, which don't overlap; so an event needs at most its own length,
/// and a vector to spare for whole-vector writes.
final class ScratchBytes {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var used = 0

  static let spare = 64

  init() {
    capacity = 4_096
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Forgets the last event's strings and makes room for those of an event of `count` bytes.
  @inline(__always)
  func reset(forEventOf count: Int) {
    used = 0
    if count + Self.spare > capacity { grow(count + Self.spare) }
  }

  private func grow(_ count: Int) {
    base.deallocate()
    capacity = count + count / 2
    base = .allocate(capacity: capacity)
  }

  /// Where the next string goes.
  var free: UnsafeMutablePointer<UInt8> { base + used }

  /// Keeps the `count` bytes written at `free`.
  func use(_ count: Int) { used += count }
}
