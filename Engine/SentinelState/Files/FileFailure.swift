import Glibc

/// A call of the operating system that failed: the world's failure, not a user's mistake.
package struct FileFailure: Error, Hashable, Sendable {
  /// What was tried: `open`, `write`.
  package let operation: String
  package let path: String
  /// The system's `errno`.
  package let code: Int32

  package init(_ operation: String, _ path: String, _ code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether the disk, a quota or a limit on file sizes has no room left.
  package var isNoSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// Whether trying again can help without anybody changing rights or paths.
  package var isRetryable: Bool {
    isNoSpace || [EIO, EINTR, EAGAIN, EMFILE, ENFILE, ENOMEM, EBUSY, ESTALE].contains(code)
  }

  package var description: String { "\(path): \(operation): \(reason)" }

  /// The system's words for the failure.
  package var reason: String { String(cString: strerror(code)) }
}
