/// What the journal asks of a disk. A protocol, so that tests can put a disk under it that fails and loses power.
///
/// As with any disk, what was written is certain only once it was synced, and a name only once its directory was.
package protocol FileSystem: Sendable {
  /// Makes one directory that only its owner may enter, and makes it last; nothing happens where there is one.
  func makeDirectory(_ path: String) throws(FileFailure)

  /// The names in a directory, without `.` and `..`, sorted by their bytes.
  func names(in directory: String) throws(FileFailure) -> [String]

  func open(_ path: String, for access: FileAccess) throws(FileFailure) -> any StoredFile

  /// Gives the file at `path` a second name; fails with `EEXIST` where `other` is taken.
  func link(_ path: String, to other: String) throws(FileFailure)

  /// Moves a name in one step; what stood at `other` is gone.
  func rename(_ path: String, to other: String) throws(FileFailure)

  func remove(_ path: String) throws(FileFailure)

  /// Makes the names of a directory last.
  func syncDirectory(_ path: String) throws(FileFailure)
}

/// An open file; closed when it is let go.
package protocol StoredFile: AnyObject, Sendable {
  func size() throws(FileFailure) -> Int

  /// Reads up to `buffer.count` bytes from `offset` on; may give fewer, and 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int

  /// Writes up to `bytes.count` bytes at `offset`; may write fewer.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) -> Int

  func truncate(to size: Int) throws(FileFailure)

  /// Makes the content and size last. After a failure nobody knows what did.
  func sync() throws(FileFailure)
}

extension StoredFile {
  /// Writes all of `bytes` at `offset`. After a failure a part may be there.
  func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      done += try write(UnsafeRawBufferPointer(rebasing: bytes[done...]), at: offset + done)
    }
  }

  func writeAll(_ bytes: [UInt8], at offset: Int) throws(FileFailure) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(FileFailure) in
      try writeAll(UnsafeRawBufferPointer(bytes), at: offset)
    }
  }
}
