/// Reads records in order from a sequence on, up to what was committed when the reader was made.
///
/// Memory is bounded by the longest record. A segment that is released meanwhile, or that can't be read, is passed over
/// and counted; so are damaged records.
package struct JournalReader: Sendable, Sequence, IteratorProtocol {
  /// Bytes that could not be read as records.
  package private(set) var damagedBytes = 0
  /// Segments of which all or the end could not be read, and why the last one could not.
  package private(set) var unreadSegments = 0
  package private(set) var failure: FileFailure?

  private let files: any FileSystem
  private var segments: ArraySlice<Segment>
  private var scanner: SegmentScanner?
  private let start: UInt64

  /// - Parameter segments: in order; they are read up to the sizes and sequences that they tell.
  package init(_ segments: [Segment], from start: UInt64, files: any FileSystem) {
    self.files = files
    self.start = start
    self.segments = segments[...].drop { $0.next <= start }
  }

  /// The next record; nil at the end.
  package mutating func next() -> JournalRecord? {
    while true {
      do throws(FileFailure) {
        guard let header = try nextHeader() else { return nil }
        guard header.sequence >= start, let scanner else { continue }
        return JournalRecord(sequence: header.sequence, kind: header.kind, payload: scanner.payload(of: header))
      } catch {
        unreadSegments += 1
        failure = error
        scanner = nil
      }
    }
  }

  private mutating func nextHeader() throws(FileFailure) -> RecordHeader? {
    while true {
      guard let piece = try scanner?.next() else {
        guard try openNext() else { return nil }
        continue
      }
      switch piece {
      case .record(let header): return header
      case .stale: break
      case .damage(let range, _): damagedBytes += range.count
      }
    }
  }

  /// - Returns: whether there was another segment.
  private mutating func openNext() throws(FileFailure) -> Bool {
    scanner = nil
    guard let segment = segments.popFirst() else { return false }
    let file = try files.open(segment.path, for: .read)
    scanner = try SegmentScanner(file, first: segment.first, end: segment.next, limit: segment.bytes)
    if scanner == nil { unreadSegments += 1 }
    return true
  }
}
