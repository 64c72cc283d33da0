import SentinelModel

/// A framer with the decoder that belongs to it.
struct FrameDecoder {
  private var framer: JSONFramer
  private var decoder: JSONEventDecoder

  init(layout: BatchLayout, eventLimit: Int) {
    framer = JSONFramer(limit: eventLimit)
    decoder = JSONEventDecoder(layout: layout)
  }

  @inline(__always)
  mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> EventFrame {
    framer.next(in: bytes, isAtEnd: isAtEnd)
  }

  @inline(__always)
  mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into batch: inout EventBatch, position: UInt32
  ) -> EventRefusal? {
    decoder.decode(bytes, into: &batch, position: position)
  }

  mutating func finish() -> (line: UInt32, reason: String)? { framer.finish() }
}
