/// A file of the journal that can be read.
struct Segment: Sendable, Equatable {
  let path: String
  /// The first sequence that belongs into it, as its name says.
  let first: UInt64
  /// Where its records end that are acknowledged: one behind the last sequence.
  var next: UInt64
  /// Size of the file.
  var bytes: Int
}
