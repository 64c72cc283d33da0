import CZlib

/// Inflates a whole body that came as gzip (RFC 1952), in memory and bounded.
package enum GzipBody {
  package enum Fault: Error, Hashable, Sendable {
    /// It would be longer than the limit.
    case tooLarge(limit: Int)
    /// Whoever holds the memory has no room for it now.
    case noRoom
    case broken(String)

    package var description: String {
      switch self {
      case .noRoom: "there is no room to inflate the body"
      case .tooLarge(let limit): "the body is longer than \(limit) bytes when it is inflated"
      case .broken(let reason): "the gzip data \(reason)"
      }
    }
  }

  /// O(inflated bytes), which are at most `limit`.
  ///
  /// - Parameter takeRoom: is asked before more bytes are held.
  package static func inflate(
    _ body: UnsafeBufferPointer<UInt8>, limit: Int, takeRoom: (Int) -> Bool = { _ in true }
  ) throws(Fault) -> [UInt8] {
    var stream = z_stream()
    // 16: gzip only, with the largest window.
    guard inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .broken("can't be read: zlib doesn't start")
    }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: body.baseAddress)
    stream.avail_in = UInt32(clamping: body.count)
    var output: [UInt8] = []
    while true {
      try grow(&output, by: &stream, limit: limit, takeRoom)
      if stream.avail_in == 0 { return output }
      // Another member follows.
      guard inflateReset(&stream) == Z_OK else { throw .broken("can't be read on") }
    }
  }

  /// Inflates one member.
  private static func grow(_ output: inout [UInt8], by stream: inout z_stream, limit: Int, _ takeRoom: (Int) -> Bool)
    throws(Fault)
  {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let (status, count) = chunk.withUnsafeMutableBufferPointer { buffer -> (Int32, Int) in
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, buffer.count - Int(stream.avail_out))
      }
      guard output.count + count <= limit else { throw .tooLarge(limit: limit) }
      guard takeRoom(count) else { throw .noRoom }
      output.append(contentsOf: chunk[..<count])
      switch status {
      case Z_STREAM_END: return
      case Z_OK where stream.avail_in > 0 || count > 0: continue
      case Z_OK, Z_BUF_ERROR: throw .broken("ends too early")
      default: throw .broken("is broken")
      }
    }
  }
}
