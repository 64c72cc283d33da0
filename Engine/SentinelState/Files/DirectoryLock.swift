import Glibc

/// The lock on a directory: the system takes it back when the process ends, however it ends.
final class DirectoryLock: Sendable {
  private let descriptor: Int32

  init(_ directory: String) throws(DataDirectoryFailure) {
    let path = directory + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DataDirectoryFailure(FileFailure("open", path, errno), directory: directory) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else {
        throw DataDirectoryFailure(FileFailure("lock", path, code), directory: directory)
      }
      throw .inUse(path: directory, process: Self.process(descriptor))
    }
    // The id is for people only; a full disk must not keep the service from starting.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func process(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
  }
}
