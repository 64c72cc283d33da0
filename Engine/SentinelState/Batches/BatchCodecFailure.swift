/// Why bytes are no batch, or a batch gets no bytes.
package enum BatchCodecFailure: Error, Hashable, Sendable {
  /// Written by a later version of the program.
  case newerVersion(UInt8)
  /// The bytes break the form near `byte`.
  case malformed(byte: Int)
  /// More rows, columns or cells than any batch has; see ``BatchLimits``.
  case tooLarge

  package var description: String {
    switch self {
    case .newerVersion(let version):
      "a batch in form \(version), which this program doesn't know: start the later version"
    case .malformed(let byte): "bytes that aren't a batch, at byte \(byte)"
    case .tooLarge:
      "a batch of more than \(BatchLimits.rows) rows or \(BatchLimits.cells) values: cut it into smaller ones"
    }
  }
}
