/// How a journal is doing: values for metrics and for a page about health.
package struct JournalStatus: Sendable, Equatable {
  /// The sequence that the next record gets.
  package var next: UInt64 = 1
  /// Size of all segments.
  package var diskBytes = 0
  package var segments = 0
  /// Bytes of records that aren't acknowledged yet.
  package var waitingBytes = 0
  package var recordsWritten = 0
  package var bytesWritten = 0
  /// Writes, each with its sync where there is one: records divided by groups is what group commit saves.
  package var groupsWritten = 0
  /// Appends that were refused because too much was waiting.
  package var appendsRefused = 0
  /// Appends that were refused, or with `durability: none` lost, because they could not be written.
  package var appendsFailed = 0
  /// Why the last write failed; nil again after one that didn't.
  package var failure: JournalFailure?
}
