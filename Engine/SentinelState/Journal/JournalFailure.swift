/// Why the journal can't do what it is asked.
package enum JournalFailure: Error, Hashable, Sendable {
  /// More bytes wait to be written than may.
  case full(waitingBytes: Int, limit: Int)
  /// The journal takes as much of the disk as it may; releasing old segments makes room.
  case diskFull(path: String, usedBytes: Int, limit: Int)
  /// The disk refused; where it has no room, it may have some later.
  case storage(FileFailure)
  /// A record is longer than any reader takes.
  case recordTooLong(bytes: Int, limit: Int)
  /// A file was written by a later version of the program. Nothing was touched.
  case newerVersion(path: String, version: UInt32)
  /// The journal was closed before the record was written.
  case closed

  /// Whether the same call can succeed later without anybody doing something about it.
  package var isRetryable: Bool {
    switch self {
    case .full, .diskFull: true
    case .storage(let failure): failure.isRetryable
    case .recordTooLong, .newerVersion, .closed: false
    }
  }

  package var description: String {
    switch self {
    case .full(let waiting, let limit):
      "the journal has \(waiting) bytes waiting to be written, of \(limit) that may: send again a little later"
    case .diskFull(let path, let used, let limit):
      "\(path): the journal takes \(used) bytes of \(limit) that it may: it goes on by itself after the next snapshot, "
        + "or with a higher limit"
    case .storage(let failure): failure.description
    case .recordTooLong(let bytes, let limit):
      "a record of \(bytes) bytes is longer than \(limit): send smaller batches"
    case .newerVersion(let path, let version):
      "\(path): written by a later version (format \(version), this program knows \(SegmentHeader.currentVersion)): "
        + "start that version again, or give another data directory"
    case .closed: "the journal is closed"
    }
  }
}
