import Glibc

/// An open file of the machine.
final class DiskFile: StoredFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String, _ access: FileAccess) throws(FileFailure) {
    let flags =
      switch access {
      case .read: O_RDONLY
      case .update: O_RDWR
      case .create: O_RDWR | O_CREAT | O_TRUNC
      }
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw FileFailure("open", path, errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func size() throws(FileFailure) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure("look at", path, errno) }
    return Int(status.st_size)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw FileFailure("read", path, errno) }
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
    while true {
      let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
      if count > 0 || bytes.isEmpty { return count }
      // A write of nothing that isn't a failure would be tried for ever.
      if count == 0 { throw FileFailure("write", path, ENOSPC) }
      if errno != EINTR { throw FileFailure("write", path, errno) }
    }
  }

  func truncate(to size: Int) throws(FileFailure) {
    if ftruncate(descriptor, off_t(size)) != 0 { throw FileFailure("truncate", path, errno) }
  }

  func sync() throws(FileFailure) {
    if fdatasync(descriptor) != 0 { throw FileFailure("sync", path, errno) }
  }
}
