/// What a record is. An open enumeration: kinds of later versions pass through.
package struct JournalRecordKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A batch of events as it was accepted.
  package static let batch = Self(rawValue: 1)
  /// Events that came too late for the instants they belong to.
  package static let late = Self(rawValue: 2)
  /// The answer to an inquiry of a detector.
  package static let inquiry = Self(rawValue: 3)
  /// An instant that was judged.
  package static let tick = Self(rawValue: 4)
  /// The rules that hold from here on.
  package static let generation = Self(rawValue: 5)
  /// A stretch of time without input.
  package static let gap = Self(rawValue: 6)
}
