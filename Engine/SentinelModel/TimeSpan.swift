/// A length of time in nanoseconds. Arithmetic saturates at the ends of the range.
public struct TimeSpan: Hashable, Comparable, Sendable, Codable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static let zero = TimeSpan(nanoseconds: 0)
  public static func milliseconds(_ count: Int64) -> TimeSpan {
    .init(nanoseconds: count.multipliedSaturating(by: 1_000_000))
  }
  public static func seconds(_ count: Int64) -> TimeSpan {
    .init(nanoseconds: count.multipliedSaturating(by: 1_000_000_000))
  }
  public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count.multipliedSaturating(by: 60)) }
  public static func hours(_ count: Int64) -> TimeSpan { .seconds(count.multipliedSaturating(by: 3_600)) }
  public static func days(_ count: Int64) -> TimeSpan { .seconds(count.multipliedSaturating(by: 86_400)) }

  /// The length in seconds.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }
  public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.addingSaturating(right.nanoseconds))
  }
  public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.subtractingSaturating(right.nanoseconds))
  }
  public static func * (left: TimeSpan, right: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.multipliedSaturating(by: right))
  }
}

extension TimeSpan {
  /// The units of a duration literal, largest first, in nanoseconds.
  public static let units: [(name: String, nanoseconds: Int64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000),
  ]

  /// The duration as a literal of the rule language: `1h30m`, `800ms`, `0s`.
  ///
  /// What is left below a millisecond is not shown; rule files can't write it.
  public var literal: String {
    var rest = nanoseconds.magnitude
    var text = nanoseconds < 0 ? "-" : ""
    for unit in Self.units where rest >= UInt64(unit.nanoseconds) {
      // Weeks only where nothing smaller follows: 8d reads better than 1w1d.
      if unit.name == "w", rest % UInt64(unit.nanoseconds) != 0 { continue }
      text += "\(rest / UInt64(unit.nanoseconds))\(unit.name)"
      rest %= UInt64(unit.nanoseconds)
    }
    return text.isEmpty || text == "-" ? "0s" : text
  }
}

extension TimeSpan: CustomStringConvertible {
  public var description: String { literal }
}
