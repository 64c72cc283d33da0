/// What stops the reading of inputs as a whole; single bad events are refusals instead.
package enum ReplayInputError: Error, Hashable, Sendable {
  /// The file can't be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The gzip data is broken or cut off behind `byte` bytes of the file.
  case compression(path: String, byte: Int, reason: String)
  /// An event is older than what has been handed on already.
  /// `reorderBuffer` and `reorderBytes` are what an input may hold back: the first to be full hands on.
  case outOfOrder(path: String, line: Int, reorderBuffer: Int, reorderBytes: Int)
  /// The header of a CSV file doesn't fit the mapping.
  case header(path: String, reason: String)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .compression(let path, let byte, let reason): "\(path): the gzip data \(reason) at byte \(byte)"
    case .outOfOrder(let path, let line, let reorderBuffer, let reorderBytes):
      "\(path):\(line): the event is older than events already replayed: it stands more than \(reorderBuffer) events, "
        + "or \(Self.size(reorderBytes)) of their texts and labels, behind its place in time; sort the file by timestamp, "
        + "or, where the events are small, raise --reorder-buffer (now \(reorderBuffer))"
    case .header(let path, let reason): "\(path):1: \(reason)"
    }
  }

  private static func size(_ bytes: Int) -> String { bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes" }
}
