/// What stops the reading of inputs as a whole; single bad events are refusals instead.
package enum ReplayInputError: Error, Hashable, Sendable {
  /// The file can't be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The gzip data is broken or cut off behind `byte` bytes of the file.
  case compression(path: String, byte: Int, reason: String)
  /// An event is older than what has been handed on already.
  case outOfOrder(path: String, line: Int, reorderBuffer: Int)
  /// The header of a CSV file doesn't fit the mapping.
  case header(path: String, reason: String)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .compression(let path, let byte, let reason): "\(path): the gzip data \(reason) at byte \(byte)"
    case .outOfOrder(let path, let line, let reorderBuffer):
      "\(path):\(line): the event is older than events already replayed: it stands more than \(reorderBuffer) events "
        + "behind its place in time; raise --reorder-buffer (now \(reorderBuffer)) or sort the file by timestamp"
    case .header(let path, let reason): "\(path):1: \(reason)"
    }
  }
}
