/// What a framer finds at the start of the bytes that it is shown.
enum EventFrame: Hashable {
  /// An event in `bytes[range]`, on `line`; then `consumed` bytes are done with.
  case event(Range<Int>, line: UInt32, consumed: Int)
  /// Bytes without an event.
  case skipped(consumed: Int)
  /// No event: `reason` says why.
  case refused(line: UInt32, reason: String, consumed: Int)
  /// More bytes are needed to say.
  case incomplete
}
