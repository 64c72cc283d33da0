/// A file seen through a buffer: reads go forward in large pieces, memory stays bounded.
struct FileWindow {
  /// Bytes that are read at once, unless a record needs more.
  static let chunk = 1 << 18

  /// How much of the file is looked at: its size when it was opened, or a limit. In bytes.
  let size: Int
  private let file: any StoredFile
  private var buffer: [UInt8] = []
  /// Where in the file the buffer begins, and how much of it holds.
  private var start = 0
  private var length = 0

  init(_ file: any StoredFile, limit: Int = .max) throws(FileFailure) {
    self.file = file
    size = min(limit, try file.size())
  }

  /// Brings `count` bytes at `offset` into the buffer.
  ///
  /// - Returns: whether the file has them.
  mutating func load(_ offset: Int, _ count: Int) throws(FileFailure) -> Bool {
    if offset >= start, offset + count <= start + length { return true }
    guard offset + count <= size else { return false }
    let wanted = min(max(count, Self.chunk), size - offset)
    if buffer.count < wanted { buffer = [UInt8](repeating: 0, count: wanted) }
    (start, length) = (offset, 0)
    while length < wanted {
      let (file, begin, place) = (file, length, offset + length)
      let read = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(FileFailure) in
        try file.read(
          into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[begin..<wanted])), at: place)
      }
      if read == 0 { break }
      length += read
    }
    return count <= length
  }

  /// Calls `body` with `count` bytes at `offset`.
  /// - Precondition: they are loaded.
  func withBytes<R>(_ offset: Int, _ count: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    let first = offset - start
    return buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[first..<first + count])) }
  }

  /// How many bytes from `offset` on are in the buffer.
  func loaded(from offset: Int) -> Int { offset < start ? 0 : max(0, start + length - offset) }
}
