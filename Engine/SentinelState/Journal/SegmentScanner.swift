/// Reads a segment from front to back: its records, and what can't be read between them.
///
/// Memory is bounded by the longest record. Nothing in a file can make it fail; only the disk can.
struct SegmentScanner {
  /// A piece of a segment, in the order of the file.
  enum Piece {
    /// A record with a right checksum; its payload is ``payload(of:)`` until the next step.
    case record(RecordHeader)
    /// A whole record that has no place here: refused and then superseded by a later segment, or copied.
    case stale(RecordHeader)
    /// Bytes that aren't a record. `known` is the highest sequence that a whole header among them tells.
    case damage(Range<Int>, known: UInt64?)
  }

  let header: SegmentHeader
  /// Where the next piece begins, in bytes.
  private(set) var offset = SegmentHeader.size
  /// Records belong here only below this sequence.
  private let end: UInt64
  /// The lowest sequence that may come.
  private var lowest: UInt64
  private var window: FileWindow

  /// - Parameter end: the first sequence of the segment behind.
  /// - Parameter limit: what is read of the file, in bytes.
  /// - Returns: nil where the file has no whole header of our version.
  init?(_ file: any StoredFile, first: UInt64, end: UInt64, limit: Int = .max) throws(FileFailure) {
    guard let header = try Self.header(of: file) else { return nil }
    guard header.version == SegmentHeader.currentVersion else { return nil }
    self.header = header
    self.end = end
    lowest = first
    window = try FileWindow(file, limit: limit)
  }

  /// nil where the file begins with no whole header.
  static func header(of file: any StoredFile) throws(FileFailure) -> SegmentHeader? {
    var window = try FileWindow(file)
    let count = min(window.size, SegmentHeader.size)
    guard count >= SegmentHeader.copySize, try window.load(0, count) else { return nil }
    return window.withBytes(0, count) { SegmentHeader($0) }
  }

  /// The next piece; nil at the end of the file.
  mutating func next() throws(FileFailure) -> Piece? {
    let start = offset
    var known: UInt64?
    while offset < window.size {
      guard let record = try header(at: offset) else {
        offset = try nextHeader(behind: offset)
        continue
      }
      if try isWhole(record) {
        // Looked at again at the next step, this time as a record.
        if offset > start { return .damage(start..<offset, known: known) }
        offset += record.recordBytes
        return place(record)
      }
      known = max(known ?? 0, record.sequence)
      offset = min(window.size, offset + record.recordBytes)
    }
    return offset > start ? .damage(start..<offset, known: known) : nil
  }

  /// Bytes of the file that haven't been looked at.
  var remaining: Int { window.size - offset }

  /// The payload of the record that came last.
  func payload(of record: RecordHeader) -> [UInt8] {
    window.withBytes(offset - record.length, record.length) { Array($0) }
  }

  private mutating func place(_ record: RecordHeader) -> Piece {
    guard record.sequence >= lowest, record.sequence < end else { return .stale(record) }
    lowest = record.sequence + 1
    return .record(record)
  }

  private mutating func header(at offset: Int) throws(FileFailure) -> RecordHeader? {
    guard try window.load(offset, RecordHeader.size) else { return nil }
    return window.withBytes(offset, RecordHeader.size) { RecordHeader($0, salt: header.salt) }
  }

  /// Whether the payload is there and has the right checksum.
  private mutating func isWhole(_ record: RecordHeader) throws(FileFailure) -> Bool {
    guard try window.load(offset, record.recordBytes) else { return false }
    return window.withBytes(offset + RecordHeader.size, record.length, CRC32C.checksum) == record.checksum
  }

  /// Where the next header begins, or the end of the file. O(bytes between).
  private mutating func nextHeader(behind offset: Int) throws(FileFailure) -> Int {
    var offset = offset + 1
    while try window.load(offset, RecordHeader.size) {
      let count = window.loaded(from: offset)
      let found = window.withBytes(offset, count) { Self.find(in: $0, salt: header.salt) }
      if let found { return offset + found }
      offset += count - RecordHeader.size + 1
    }
    return window.size
  }

  private static func find(in bytes: UnsafeRawBufferPointer, salt: UInt64) -> Int? {
    for start in 0...bytes.count - RecordHeader.size {
      let candidate = UnsafeRawBufferPointer(rebasing: bytes[start..<start + RecordHeader.size])
      if RecordHeader(candidate, salt: salt) != nil { return start }
    }
    return nil
  }
}
