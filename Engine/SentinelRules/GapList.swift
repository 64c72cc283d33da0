import SentinelModel

/// Times in which the engine did not run [P84]: what it would have seen there is unknown.
///
/// Bounded: the oldest are forgotten.
final class GapList {
  private var gaps: [(start: Timestamp, end: Timestamp)] = []
  private static let capacity = 64

  func add(from start: Timestamp, to end: Timestamp) {
    gaps.append((start, end))
    if gaps.count > Self.capacity { gaps.removeFirst() }
  }

  func inherit(from other: GapList) { gaps = other.gaps }

  /// Whether a gap has time in common with `(start, end]`.
  @inline(__always)
  func overlaps(from start: Timestamp, through end: Timestamp) -> Bool {
    !gaps.isEmpty && gaps.contains { $0.start < end && $0.end > start }
  }
}
