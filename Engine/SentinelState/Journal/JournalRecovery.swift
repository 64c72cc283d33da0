/// What was found when a journal was opened: what is there, and what was lost.
package struct JournalRecovery: Sendable, Equatable {
  /// Lists end after this many entries; counts go on.
  package static let listLimit = 1_000

  /// What happened to one file.
  package struct File: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
      /// Its end was cut off: what a sudden stop leaves of records that were being written.
      case truncated(bytes: Int)
      /// Written anew without what could not be read; the file as it was is kept under `quarantine`.
      case repaired(lostBytes: Int, quarantine: String)
      /// Nothing in it could be read; it is kept under `quarantine`.
      case quarantined(bytes: Int, quarantine: String)
      /// It ended before its first record and was removed.
      case removed
      /// It could not be read to its end, or not be repaired; what can be read of it is, and the next start tries again.
      case left(lostBytes: Int, reason: String)
    }

    package let name: String
    package let outcome: Outcome
  }

  /// Segments that can be read.
  package var segments = 0
  package var records = 0
  /// Bytes of the segments.
  package var bytes = 0
  /// The first sequence that is there; nil in an empty journal.
  package var first: UInt64?
  /// The sequence that the next record gets.
  package var next: UInt64 = 1
  /// Bytes cut off behind the last record. Usually those of records that were never acknowledged.
  package var tornBytes = 0
  /// Bytes elsewhere that could not be read.
  package var lostBytes = 0
  /// Sequences that are missing, as far as can be known. A record that was torn may be among them although it was never
  /// acknowledged. What is missing between segments is told at each start until the segments are released.
  package private(set) var lost: [Range<UInt64>] = []
  package private(set) var lostCount: UInt64 = 0
  /// Files that something happened to.
  package private(set) var files: [File] = []
  package private(set) var fileCount = 0
  /// Names in the directory that aren't of the journal; nothing was done to them.
  package var foreignFiles = 0
  /// Quarantined files of earlier starts.
  package var quarantinedFiles = 0

  package init() {}

  /// Whether all that was written and acknowledged is there, as far as can be known.
  package var isComplete: Bool { lostBytes == 0 && lostCount == 0 }

  mutating func lose(_ sequences: Range<UInt64>) {
    guard !sequences.isEmpty else { return }
    lostCount = lostCount &+ UInt64(sequences.count)
    if lost.count < Self.listLimit { lost.append(sequences) }
  }

  mutating func note(_ name: String, _ outcome: File.Outcome) {
    fileCount += 1
    if files.count < Self.listLimit { files.append(File(name: name, outcome: outcome)) }
  }
}
