/// The name of a segment file: its first sequence in twenty digits and `.log`.
enum SegmentName {
  /// Behind the name of a file that could not be read.
  static let quarantined = ".quarantined"
  /// Behind the name of a file that is being written anew.
  static let unfinished = ".new"

  static func text(first: UInt64) -> String {
    let digits = String(first)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + ".log"
  }

  /// The first sequence; nil for other names.
  static func first(of name: String) -> UInt64? {
    guard name.hasSuffix(".log"), name.utf8.count == 24 else { return nil }
    let digits = name.dropLast(4)
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let first = UInt64(digits) else { return nil }
    return first < RecordHeader.sequenceLimit ? first : nil
  }
}
