import Glibc
import SentinelState

/// A directory on the machine's disk that is gone with this value.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/sentinel-state-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileFailure("make directory", "/tmp", errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    for name in (try? DiskFileSystem().names(in: path)) ?? [] { remove(path + "/" + name) }
    if unlink(path) != 0 { rmdir(path) }
  }
}
