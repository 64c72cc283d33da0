/// The files of a journal: one thread's at a time, without queue or lock.
package final class SegmentLog {
  package let recovery: JournalRecovery
  private let directory: String
  private let settings: JournalSettings
  private let files: any FileSystem
  /// Segments that are no longer written, in order.
  private var closed: [Segment]
  private var writer: SegmentWriter?
  /// One behind the last committed sequence.
  package private(set) var next: UInt64
  private var staging: [UInt8] = []

  /// Reads and repairs what is there. O(bytes of the journal).
  package init(_ directory: String, settings: JournalSettings, needed: UInt64, files: any FileSystem)
    throws(JournalFailure)
  {
    let found = try SegmentRecovery(directory, files: files, needed: needed)
    self.directory = directory
    self.settings = settings
    self.files = files
    closed = found.segments
    recovery = found.report
    next = found.report.next
  }

  /// All segments with records, in order.
  package var segments: [Segment] {
    guard let writer, writer.hasRecords else { return closed }
    return closed + [writer.segment]
  }

  /// Size of all segments.
  package var bytes: Int { closed.reduce(writer?.bytes ?? 0) { $0 + $1.bytes } }

  /// Writes entries as the records `first`, `first + 1`, …, all or none.
  ///
  /// - Precondition: `first` is at least `next`.
  package func commit(_ entries: [JournalEntry], first: UInt64) throws(JournalFailure) {
    let size = entries.reduce(0) { $0 + $1.recordBytes }
    let used = bytes
    guard used + size <= settings.maximumBytes else {
      throw .diskFull(path: directory, usedBytes: used, limit: settings.maximumBytes)
    }
    do throws(FileFailure) {
      let writer = try segment(for: first, room: size)
      stage(entries, first: first, size: size, salt: writer.header.salt)
      let next = first + UInt64(entries.count)
      do throws(FileFailure) { try writer.commit(staging, next: next, syncs: settings.durability == .fsync) } catch {
        if writer.isBroken { close(writer) }
        throw error
      }
      self.next = next
    } catch { throw .storage(error) }
    if staging.capacity > 2 * settings.groupBytes { staging = [] }
  }

  /// Deletes segments that hold only sequences below `before`. What can't be deleted stays until the next time.
  package func release(before: UInt64) {
    var kept: [Segment] = []
    for segment in closed {
      if segment.next > before || !remove(segment.path) { kept.append(segment) }
    }
    let removed = closed.count - kept.count
    closed = kept
    if removed > 0 { try? files.syncDirectory(directory) }
    releaseLast(before)
  }

  /// The segment that is written goes only once another stands ready: a journal without files would forget which
  /// sequence comes next.
  private func releaseLast(_ before: UInt64) {
    guard let writer, writer.hasRecords, writer.next <= before else { return }
    guard let fresh = try? begin(next) else { return }
    self.writer = fresh
    if remove(writer.path) { try? files.syncDirectory(directory) } else { closed.append(writer.segment) }
  }

  private func remove(_ path: String) -> Bool { (try? files.remove(path)) != nil }

  private func segment(for first: UInt64, room: Int) throws(FileFailure) -> SegmentWriter {
    if let writer, !writer.hasRecords || writer.bytes + room <= settings.effectiveSegmentBytes { return writer }
    let fresh = try begin(first)
    if let writer { closed.append(writer.segment) }
    writer = fresh
    return fresh
  }

  private func begin(_ first: UInt64) throws(FileFailure) -> SegmentWriter {
    try SegmentWriter(directory, header: SegmentHeader(first: first, salt: settings.salt), files: files)
  }

  /// Ends a segment that can't be trusted any more. One without records makes room for another of the same name.
  private func close(_ writer: SegmentWriter) {
    self.writer = nil
    if writer.hasRecords { closed.append(writer.segment) } else { _ = remove(writer.path) }
  }

  private func stage(_ entries: [JournalEntry], first: UInt64, size: Int, salt: UInt64) {
    staging.removeAll(keepingCapacity: true)
    staging.reserveCapacity(size)
    for (index, entry) in entries.enumerated() {
      RecordHeader(entry, sequence: first + UInt64(index)).append(to: &staging, salt: salt)
      staging.append(contentsOf: entry.payload)
    }
  }
}
