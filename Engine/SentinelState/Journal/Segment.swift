/// A file of the journal that can be read.
package struct Segment: Sendable, Equatable {
  package let path: String
  /// The first sequence that belongs into it, as its name says.
  package let first: UInt64
  /// Where its records end that are acknowledged: one behind the last sequence.
  package internal(set) var next: UInt64
  /// Size of the file.
  package internal(set) var bytes: Int
}
