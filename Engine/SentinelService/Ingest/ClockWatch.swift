package import SentinelModel

/// Finds times in which nothing ran: the clock was put ahead, or the process or the machine stood still.
package struct ClockWatch: Sendable {
  /// The latest time that was seen.
  private var last: Timestamp?

  /// Whoever runs looks at the clock far more often.
  package static let limit = TimeSpan.minutes(1)

  package init() {}

  /// The time since the last look, if it is a gap. A clock that was put back has none when it comes to where it was.
  package mutating func gap(at now: Timestamp) -> (from: Timestamp, to: Timestamp)? {
    defer { last = max(last ?? now, now) }
    guard let last, now - last > Self.limit else { return nil }
    return (last, now)
  }
}
