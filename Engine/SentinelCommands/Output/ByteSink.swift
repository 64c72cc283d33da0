import Glibc

/// Text on its way out, written in blocks.
///
/// A reader that goes away (`| head`) is no error: what is written afterwards is dropped, and ``isClosed`` tells whoever
/// produces it that he may stop. A full disk is one: ``failure`` says so.
package final class ByteSink {
  /// Takes bytes; gives 0, or the number of the system's error.
  private let put: (UnsafeRawBufferPointer) -> Int32
  private var buffer: [UInt8] = []
  private let blockSize: Int
  package private(set) var isClosed = false
  /// The system's error that lost bytes; nil where none were lost, or where nobody reads them any more.
  package private(set) var failure: Int32?

  package init(blockSize: Int = 1 << 16, put: @escaping (UnsafeRawBufferPointer) -> Int32) {
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
    let error = buffer.withUnsafeBytes(put)
    isClosed = error != 0
    if error != 0, error != EPIPE { failure = error }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return errno
      }
      rest = rest.dropFirst(written)
    }
    return 0
  }
}
