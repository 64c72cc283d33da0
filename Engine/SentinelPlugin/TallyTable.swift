/// Bounded counts by (reason, name). Names beyond the bound share the name `…`.
public struct TallyTable: Sendable, Equatable {
  public struct Key: Hashable, Sendable, Comparable {
    public let reason: String
    public let name: String

    public static func < (left: Key, right: Key) -> Bool { (left.reason, left.name) < (right.reason, right.name) }
  }

  /// How many names are kept.
  public static let capacity = 1_000
  /// Names are cut to this many characters, so that a hostile name can't cost memory.
  public static let nameLimit = 200

  private var counts: [Key: Int] = [:]

  public init() {}

  public var isEmpty: Bool { counts.isEmpty }

  /// In the order of reason and name.
  public var entries: [(key: Key, count: Int)] { counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

  public mutating func count(_ reason: String, _ name: String, by amount: Int = 1) {
    var key = Key(reason: reason, name: String(name.prefix(Self.nameLimit)))
    if counts[key] == nil, counts.count >= Self.capacity { key = Key(reason: reason, name: "…") }
    let (sum, overflow) = counts[key, default: 0].addingReportingOverflow(amount)
    counts[key] = overflow ? .max : sum
  }

  public mutating func merge(_ other: TallyTable) {
    for (key, count) in other.entries { self.count(key.reason, key.name, by: count) }
  }
}
