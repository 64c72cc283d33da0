package import SentinelModel

/// Finds the instants that need no evaluation while no event comes [P12].
///
/// Two instants of each rule are always evaluated before something changes: what an alert knows of when its condition
/// last held must be as if all had been.
package struct Silence {
  /// After this long without an event nothing changes any more at instants; nil never to leave one out.
  private let quietAfter: TimeSpan?
  /// No look before: what there was to skip was too little.
  private var nextLook = Timestamp.distantPast

  package init(quietAfter: TimeSpan?) { self.quietAfter = quietAfter }

  /// Looking is worth it for more instants than these, of the rule with the fewest.
  private static let fewest: Int64 = 16

  /// Up to where instants may be left out from `instant` on, the next one; nil if it is to be evaluated.
  ///
  /// - Parameters:
  ///   - time: when the next event comes.
  ///   - interval: the longest distance between two instants of a rule.
  ///   - hasTimers: whether detectors wait for a time.
  ///   - changes: the earliest time after one at which anything may change.
  package mutating func end(
    at instant: Timestamp, before time: Timestamp, lastSample: Timestamp, lastChange: Timestamp, interval: TimeSpan,
    hasTimers: Bool, changes: (Timestamp) -> Timestamp
  ) -> Timestamp? {
    // Rules that ask about others see a change at their next instant.
    guard let quietAfter, instant >= nextLook, instant - max(lastSample, lastChange) > interval * 4,
      time - instant > interval * Self.fewest
    else { return nil }
    let isSettled = instant - lastSample > quietAfter
    guard isSettled || !hasTimers else { return nil }
    // Each rule was evaluated at an instant after this one, and none at `instant`.
    let change = isSettled ? .distantFuture : changes(instant - interval)
    let end = min(change, time) - interval * 2
    guard end - instant > interval * Self.fewest else {
      // Behind the next event there is another silence, whatever this one's end.
      nextLook = min(change, time) + interval * 4
      return nil
    }
    return end
  }
}
