public import SentinelModel
import Synchronization

/// A clock that moves only when told, for tests of what lives in time.
public final class ManualClock: Sendable {
  private let time: Mutex<Timestamp>

  public init(_ start: Timestamp = Timestamp(nanoseconds: 0)) { time = Mutex(start) }

  public var now: Timestamp { time.withLock { $0 } }

  /// Moves the clock on; a negative span moves it back, as a correction of the wall clock does.
  public func advance(by span: TimeSpan) { time.withLock { $0 = $0 + span } }

  public func set(to instant: Timestamp) { time.withLock { $0 = instant } }
}
