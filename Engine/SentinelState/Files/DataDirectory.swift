import Glibc

/// The directory in which a service keeps its state, held by one process at a time for as long as this lives.
///
/// `lock` is locked and has the id of the process in it; `VERSION` says by which form of the files they were written.
package final class DataDirectory: Sendable {
  /// The form of the files that this program writes.
  package static let version: UInt32 = 1

  package let path: String
  /// Whether `VERSION` was damaged and has been written anew.
  package let wasVersionDamaged: Bool
  private let lock: DirectoryLock

  /// Makes the directory if need be, only for its owner, and takes it.
  ///
  /// - Throws: where it can't be used; a directory of a later version stays as it is.
  package init(_ path: String) throws(DataDirectoryFailure) {
    self.path = path
    let files = DiskFileSystem()
    do throws(FileFailure) { try files.makeDirectory(path) } catch {
      throw DataDirectoryFailure(error, directory: path)
    }
    // Looked at before anything is made in it, and again once nobody else can write it.
    _ = try Self.readVersion(path)
    lock = try DirectoryLock(path)
    let stored = try Self.readVersion(path)
    wasVersionDamaged = stored == .damaged
    guard stored != .current else { return }
    do throws(FileFailure) { try Self.writeVersion(path, files) } catch {
      throw DataDirectoryFailure(error, directory: path)
    }
  }

  /// Where the journal is.
  package var journalPath: String { path + "/journal" }

  private enum Stored {
    case absent
    case damaged
    case current
  }

  /// The file's one line has a checksum: a flipped bit must not look like a later version.
  private static func readVersion(_ path: String) throws(DataDirectoryFailure) -> Stored {
    let text: String
    do throws(FileFailure) {
      var window = try FileWindow(try DiskFileSystem().open(path + "/VERSION", for: .read), limit: 64)
      guard try window.load(0, window.size) else { return .damaged }
      text = window.withBytes(0, window.size) { String(decoding: $0, as: UTF8.self) }
    } catch {
      if error.code == ENOENT { return .absent }
      throw DataDirectoryFailure(error, directory: path)
    }
    guard let number = text.split(separator: " ").first.flatMap({ UInt32($0) }), text == line(number) else {
      return .damaged
    }
    if number > version { throw .newerVersion(path: path, version: number) }
    return number == version ? .current : .absent
  }

  private static func line(_ version: UInt32) -> String {
    let number = String(version)
    let sum = Array(number.utf8).withUnsafeBytes(CRC32C.checksum)
    return "\(number) \(String(sum, radix: 16))\n"
  }

  private static func writeVersion(_ path: String, _ files: DiskFileSystem) throws(FileFailure) {
    let new = path + "/VERSION.new"
    let file = try files.open(new, for: .create)
    try file.writeAll(Array(line(version).utf8), at: 0)
    try file.sync()
    try files.rename(new, to: path + "/VERSION")
    try files.syncDirectory(path)
  }
}
