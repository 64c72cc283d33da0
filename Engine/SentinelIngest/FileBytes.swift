import Glibc

/// The bytes of a file or of standard input, as they are.
final class FileBytes {
  let path: String
  /// nil where the size isn't known before the end (standard input, a pipe).
  let size: Int?
  private(set) var bytesRead = 0
  private let descriptor: Int32

  /// - Parameter path: `-` is standard input.
  init(path: String) throws(ReplayInputError) {
    self.path = path
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(path: path, reason: "is a directory") }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Reads at most `buffer.count` bytes; 0 is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReplayInputError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        bytesRead += count
        return count
      }
      if errno != EINTR { throw Self.failure(path) }
    }
  }

  private static func failure(_ path: String) -> ReplayInputError {
    .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
}
