import Glibc

/// Puts a damaged file of the journal right, or aside. Each step leaves a state from which the next start goes on.
struct SegmentRepair {
  let files: any FileSystem
  let directory: String

  /// Names that a quarantined file tries.
  private static let attempts = 100

  func path(_ name: String) -> String { directory + "/" + name }

  /// Cuts a file off behind its last record.
  func truncate(_ name: String, to size: Int) throws(FileFailure) {
    let file = try files.open(path(name), for: .update)
    try file.truncate(to: size)
    try file.sync()
  }

  /// Renames a file of which nothing can be read.
  ///
  /// - Returns: its new name.
  func quarantine(_ name: String) throws(FileFailure) -> String {
    let taken = Set(try files.names(in: directory))
    let target = Self.names(for: name).first { !taken.contains($0) } ?? name + SegmentName.quarantined
    try files.rename(path(name), to: path(target))
    try files.syncDirectory(directory)
    return target
  }

  /// Writes the records of a segment anew, beside it, and puts that in its place; the file as it was gets another name.
  ///
  /// - Returns: the name of the file as it was, and the size of the new one in bytes.
  func rewrite(_ name: String, first: UInt64, end: UInt64) throws(FileFailure) -> (quarantine: String, bytes: Int) {
    let new = path(name + SegmentName.unfinished)
    let bytes: Int
    do throws(FileFailure) { bytes = try copyRecords(of: name, to: new, first: first, end: end) } catch {
      try? files.remove(new)
      throw error
    }
    let quarantine = try linkAside(name)
    try files.rename(new, to: path(name))
    try files.syncDirectory(directory)
    return (quarantine, bytes)
  }

  /// A second name for the file, so that there is no moment at which the segment is missing.
  private func linkAside(_ name: String) throws(FileFailure) -> String {
    for target in Self.names(for: name) {
      do throws(FileFailure) {
        try files.link(path(name), to: path(target))
        return target
      } catch {
        if error.code != EEXIST { throw error }
      }
    }
    throw FileFailure("quarantine", path(name), EEXIST)
  }

  private static func names(for name: String) -> some Sequence<String> {
    (0..<attempts).lazy.map { name + ($0 == 0 ? "" : ".\($0)") + SegmentName.quarantined }
  }

  private func copyRecords(of name: String, to new: String, first: UInt64, end: UInt64) throws(FileFailure) -> Int {
    guard var scanner = try SegmentScanner(try files.open(path(name), for: .read), first: first, end: end) else {
      throw FileFailure("read", path(name), EIO)
    }
    let target = try files.open(new, for: .create)
    var bytes = scanner.header.bytes
    var offset = 0
    while let piece = try scanner.next() {
      guard case .record(let record) = piece else { continue }
      record.append(to: &bytes, salt: scanner.header.salt)
      bytes.append(contentsOf: scanner.payload(of: record))
      if bytes.count >= FileWindow.chunk { offset = try Self.flush(&bytes, to: target, at: offset) }
    }
    offset = try Self.flush(&bytes, to: target, at: offset)
    try target.sync()
    return offset
  }

  /// - Returns: where the next bytes go.
  private static func flush(_ bytes: inout [UInt8], to file: any StoredFile, at offset: Int) throws(FileFailure) -> Int
  {
    try file.writeAll(bytes, at: offset)
    defer { bytes.removeAll(keepingCapacity: true) }
    return offset + bytes.count
  }
}
