import CZlib

/// Inflates gzip (RFC 1952), one member behind the other, piece by piece: memory is bounded whatever the ratio is.
final class Inflater {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input: UnsafeMutableRawBufferPointer
  private var isMemberOpen = true
  private var hasMember = false
  private let source: FileBytes
  /// Compressed bytes given to zlib so far.
  private var consumed = 0

  static let chunk = 1 << 18

  /// - Parameter start: the bytes of `source` that have been read already.
  init(_ source: FileBytes, start: UnsafeRawBufferPointer) throws(ReplayInputError) {
    self.source = source
    input = .allocate(byteCount: max(Self.chunk, start.count), alignment: 16)
    input.copyMemory(from: start)
    stream.initialize(to: z_stream())
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(start.count)
    // 16: gzip only, with the largest window.
    let status = inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .unreadable(path: source.path, reason: "zlib can't start (\(status))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Writes at most `output.count` inflated bytes; 0 is the end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(ReplayInputError) -> Int {
    let capacity = min(output.count, 1 << 30)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(capacity)
    while stream.pointee.avail_out == UInt32(capacity) {
      if stream.pointee.avail_in == 0, try !refill() { break }
      if !isMemberOpen, try !openNextMember() { break }
      try step()
    }
    return capacity - Int(stream.pointee.avail_out)
  }

  private func step() throws(ReplayInputError) {
    let before = stream.pointee.avail_in
    let room = stream.pointee.avail_out
    let status = inflate(stream, Z_NO_FLUSH)
    consumed += Int(before - stream.pointee.avail_in)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isMemberOpen = false
    // What came out before goes first: zlib says the same again when it is called again.
    case _ where stream.pointee.avail_out < room: break
    default:
      let message = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw .compression(path: source.path, byte: consumed, reason: "is broken (\(message))")
    }
  }

  private func openNextMember() throws(ReplayInputError) -> Bool {
    // Zero bytes behind the last member are padding, as tape and block devices leave it.
    while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
      consumed += 1
      if stream.pointee.avail_in == 0, try !refill() { return false }
    }
    inflateReset(stream)
    isMemberOpen = true
    return true
  }

  private func refill() throws(ReplayInputError) -> Bool {
    let count = try source.read(into: input)
    guard count > 0 else {
      guard !isMemberOpen else { throw .compression(path: source.path, byte: consumed, reason: "ends too early") }
      return false
    }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    return true
  }
}
