/// The segment that is being written.
///
/// What is committed ends at `bytes`; a failure takes the file back to there, or ends the segment.
final class SegmentWriter {
  let path: String
  let header: SegmentHeader
  /// Size of what is committed.
  private(set) var bytes = SegmentHeader.size
  /// One behind the last committed sequence.
  private(set) var next: UInt64
  /// Whether a failure left a file that nothing more may be written to.
  private(set) var isBroken = false
  private let file: any StoredFile
  private let files: any FileSystem

  /// Makes the file; it and its name are synced, so that nothing in it can be acknowledged without it.
  init(_ directory: String, header: SegmentHeader, files: any FileSystem) throws(FileFailure) {
    path = directory + "/" + SegmentName.text(first: header.first)
    self.header = header
    self.files = files
    next = header.first
    file = try files.open(path, for: .create)
    do throws(FileFailure) {
      try file.writeAll(header.bytes, at: 0)
      try file.sync()
      try files.syncDirectory(directory)
    } catch {
      // Where this fails too, the next segment of this name takes its place.
      try? files.remove(path)
      throw error
    }
  }

  var hasRecords: Bool { bytes > SegmentHeader.size }

  var segment: Segment { Segment(path: path, first: header.first, next: next, bytes: bytes) }

  /// Writes whole records behind those that are there; `next` is one behind their last sequence.
  func commit(_ records: [UInt8], next: UInt64, syncs: Bool) throws(FileFailure) {
    do throws(FileFailure) { try file.writeAll(records, at: bytes) } catch {
      takeBack()
      throw error
    }
    if syncs {
      do throws(FileFailure) { try file.sync() } catch {
        // The system may have dropped what it could not write, and say of the next sync that all is well.
        isBroken = true
        takeBack()
        throw error
      }
    }
    bytes += records.count
    self.next = next
  }

  /// Cuts off what isn't committed, for good: were the cut not synced, a power cut could bring a refused record back.
  private func takeBack() {
    do throws(FileFailure) {
      try file.truncate(to: bytes)
      try file.sync()
    } catch {
      isBroken = true
    }
  }
}
