/// How a journal is kept.
package struct JournalSettings: Sendable {
  package var durability = Durability.fsync
  /// A segment ends before it would be longer than this, in bytes; one record may be longer.
  package var segmentBytes = 64 << 20
  /// All segments together, in bytes. Beyond it appends are refused until segments are released.
  package var maximumBytes = 4 << 30
  /// Records that wait to be written, in bytes with what is being written. Beyond it appends are refused.
  package var waitingBytes = 64 << 20
  /// Records that are written and synced in one go, in bytes; one record may be longer.
  package var groupBytes = 4 << 20
  /// The longest record, in bytes of its payload; at most 64 MiB.
  package var recordBytes = 32 << 20
  /// Goes into the records' checksums. A number of chance: without it a sender could hide a record in a text.
  package var salt: UInt64

  package init(salt: UInt64) { self.salt = salt }

  /// Segments are small enough that some can be released before the journal is full.
  var effectiveSegmentBytes: Int { max(SegmentHeader.size + 1, min(segmentBytes, maximumBytes / 4)) }

  var effectiveRecordBytes: Int { min(recordBytes, RecordHeader.maximumPayload) }
}
