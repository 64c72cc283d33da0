import Glibc
import SentinelState
import Synchronization

/// Files in memory, as a disk that never fails.
final class MemoryFileSystem: FileSystem {
  private let files: Mutex<[String: Content]>

  /// Shared by the names of a file and by those who have it open.
  final class Content: StoredFile {
    private let stored: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) { stored = Mutex(bytes) }

    var bytes: [UInt8] { stored.withLock { $0 } }

    func size() throws(FileFailure) -> Int { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
      let bytes = bytes
      let rest = bytes[min(offset, bytes.count)..<min(offset + buffer.count, bytes.count)]
      buffer.copyBytes(from: rest)
      return rest.count
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
      let new = Array(bytes)
      stored.withLock { stored in
        let missing = offset + new.count - stored.count
        if missing > 0 { stored.append(contentsOf: repeatElement(0, count: missing)) }
        stored.replaceSubrange(offset..<offset + new.count, with: new)
      }
      return new.count
    }

    func truncate(to size: Int) throws(FileFailure) {
      stored.withLock { $0.removeLast(max(0, $0.count - size)) }
    }

    func sync() throws(FileFailure) {}
  }

  init(_ content: [String: [UInt8]]) { files = Mutex(content.mapValues { Content($0) }) }

  var content: [String: [UInt8]] { files.withLock { $0.mapValues(\.bytes) } }

  func makeDirectory(_ path: String) throws(FileFailure) {}

  func names(in directory: String) throws(FileFailure) -> [String] {
    files.withLock { files in files.keys.map { String($0.dropFirst(directory.count + 1)) }.sorted() }
  }

  func open(_ path: String, for access: FileAccess) throws(FileFailure) -> any StoredFile {
    if access == .create { files.withLock { $0[path] = Content([]) } }
    return try content(path)
  }

  func link(_ path: String, to other: String) throws(FileFailure) {
    let content = try content(path)
    guard files.withLock({ $0[other] }) == nil else { throw FileFailure("link", other, EEXIST) }
    files.withLock { $0[other] = content }
  }

  func rename(_ path: String, to other: String) throws(FileFailure) {
    let content = try content(path)
    files.withLock {
      $0[path] = nil
      $0[other] = content
    }
  }

  func remove(_ path: String) throws(FileFailure) {
    _ = try content(path)
    files.withLock { $0[path] = nil }
  }

  func syncDirectory(_ path: String) throws(FileFailure) {}

  private func content(_ path: String) throws(FileFailure) -> Content {
    guard let content = files.withLock({ $0[path] }) else { throw FileFailure("open", path, ENOENT) }
    return content
  }
}
