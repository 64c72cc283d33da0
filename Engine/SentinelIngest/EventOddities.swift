/// What events held that was taken for nothing, with how often: where a rule stays silent, it may be the reason.
package struct EventOddities: Sendable {
  /// Keys of events, or columns of CSV files, that have no meaning, in the order in which they came.
  package var unreadKeys: [(name: String, count: Int)] = []
  /// Values of `status` that are neither `error` nor any of the usual words for success [P61].
  package var strangeStatuses: [(name: String, count: Int)] = []

  package init() {}

  init(unreadKeys: [(name: String, count: Int)], strangeStatuses: [(name: String, count: Int)]) {
    self.unreadKeys = unreadKeys
    self.strangeStatuses = strangeStatuses
  }

  mutating func add(_ other: EventOddities) {
    Self.add(other.unreadKeys, to: &unreadKeys)
    Self.add(other.strangeStatuses, to: &strangeStatuses)
  }

  private static func add(_ more: [(name: String, count: Int)], to entries: inout [(name: String, count: Int)]) {
    for entry in more {
      if let known = entries.firstIndex(where: { $0.name == entry.name }) {
        entries[known].count += entry.count
      } else {
        entries.append(entry)
      }
    }
  }
}
