import Glibc
package import SentinelModel

/// The one reader of time. Tests hand in their own.
package struct EngineClock: Sendable {
  /// The time of day, in UTC.
  package let now: @Sendable () -> Timestamp
  /// Time since an arbitrary start, which never goes back: for durations.
  package let elapsed: @Sendable () -> TimeSpan

  package init(now: @escaping @Sendable () -> Timestamp, elapsed: @escaping @Sendable () -> TimeSpan) {
    self.now = now
    self.elapsed = elapsed
  }

  /// The clocks of the machine.
  package static let system = EngineClock(
    now: { Timestamp(nanoseconds: read(CLOCK_REALTIME)) }, elapsed: { TimeSpan(nanoseconds: read(CLOCK_MONOTONIC)) })

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
