public import SentinelStatistics

/// What a moment ring keeps of each pane beside count and sum. Each costs memory, so a ring keeps what is asked of it.
public struct MomentParts: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Mean and squared deviations.
  public static let deviation = MomentParts(rawValue: 1)
  public static let extremes = MomentParts(rawValue: 2)
  /// First and last value by time, equal times in input order.
  public static let ends = MomentParts(rawValue: 4)
  /// The last value by time and nothing else, neither sum nor count: for itself alone.
  public static let last = MomentParts(rawValue: 8)
}

/// What a ring knows of one window of one group.
public struct WindowMoments: Sendable {
  /// The weight of the samples; of a ring that keeps last values only, that of the last one.
  public var count: Double = 0
  public var sum: Double = 0
  public var moments = Moments()
  public var minimum = Double.infinity
  public var maximum = -Double.infinity
  public var first = Double.nan
  public var last = Double.nan

  public init() {}

  /// Adds what is known of another window, but for its ends.
  @inline(__always)
  mutating func merge(_ other: WindowMoments, _ parts: MomentParts) {
    if other.count == 0 { return }
    count += other.count
    sum += other.sum
    if parts.contains(.deviation) { moments.merge(other.moments) }
    if parts.contains(.extremes) {
      minimum = min(minimum, other.minimum)
      maximum = max(maximum, other.maximum)
    }
  }
}
