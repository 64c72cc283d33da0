/// The events that were refused: how many, and the first of them in words.
package struct RefusalLog: Sendable {
  package struct Entry: Hashable, Sendable {
    package let path: String
    package let refusal: EventRefusal
    /// The event's place in the list that holds it, from 1: whole lists may stand on one line.
    package let listIndex: Int?

    /// `events.ndjson:17: duration_ms: is negative`, `events.json:1: event 3: duration_ms: is negative`
    package var description: String {
      "\(path):\(refusal.line): \(listIndex.map { "event \($0): " } ?? "")\(refusal.description)"
    }
  }

  package private(set) var count = 0
  /// At most `limit`, in the order in which they were read.
  package private(set) var first: [Entry] = []

  package static let limit = 20

  package init() {}

  mutating func append(_ refusal: EventRefusal, of path: String, listIndex: Int? = nil) {
    count += 1
    if first.count < Self.limit { first.append(Entry(path: path, refusal: refusal, listIndex: listIndex)) }
  }
}
