/// How much disk the journal may take.
package struct JournalConfiguration: Sendable, Equatable {
  package var maxBytes = ByteCount.gibibytes(1)
  package var segmentBytes = ByteCount.mebibytes(64)
}
