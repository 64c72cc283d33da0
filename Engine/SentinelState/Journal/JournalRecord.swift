/// A record as it is read back.
package struct JournalRecord: Hashable, Sendable {
  /// Its place in the journal: records are numbered from 1 on.
  package let sequence: UInt64
  package let kind: JournalRecordKind
  package let payload: [UInt8]

  package init(sequence: UInt64, kind: JournalRecordKind, payload: [UInt8]) {
    self.sequence = sequence
    self.kind = kind
    self.payload = payload
  }
}
