/// What is to be appended: a record that has no place yet.
///
/// Its checksum is computed here, by the thread that made it, so that the one that writes has little to do.
package struct JournalEntry: Sendable {
  package let kind: JournalRecordKind
  package let payload: [UInt8]
  let checksum: UInt32

  /// O(bytes of the payload).
  package init(_ kind: JournalRecordKind, _ payload: [UInt8]) {
    self.kind = kind
    self.payload = payload
    checksum = payload.withUnsafeBytes(CRC32C.checksum)
  }

  /// Bytes that it will take in the journal.
  package var recordBytes: Int { RecordHeader.size + payload.count }
}
