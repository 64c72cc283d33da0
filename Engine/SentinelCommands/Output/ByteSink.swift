import Glibc

/// Text on its way out, written in blocks.
///
/// A reader that goes away (`| head`) is no error: what is written afterwards is dropped, and ``isClosed`` tells whoever
/// produces it that he may stop.
package final class ByteSink {
  /// Takes bytes; false where nobody reads them any more.
  private let put: (UnsafeRawBufferPointer) -> Bool
  private var buffer: [UInt8] = []
  private let blockSize: Int
  package private(set) var isClosed = false

  package init(blockSize: Int = 1 << 16, put: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.blockSize = blockSize
    self.put = put
  }

  /// Writes to an open file descriptor.
  package convenience init(descriptor: Int32, blockSize: Int = 1 << 16) {
    self.init(blockSize: blockSize) { bytes in Self.writeAll(bytes, to: descriptor) }
  }

  package func write(_ text: String) {
    guard !isClosed else { return }
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= blockSize { flush() }
  }

  package func write(_ bytes: [UInt8]) {
    guard !isClosed else { return }
    buffer.append(contentsOf: bytes)
    if buffer.count >= blockSize { flush() }
  }

  package func writeLine(_ text: String = "") { write(text + "\n") }

  /// Hands on what is buffered.
  package func flush() {
    guard !isClosed, !buffer.isEmpty else { return }
    isClosed = !buffer.withUnsafeBytes(put)
    buffer.removeAll(keepingCapacity: true)
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return false
      }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
