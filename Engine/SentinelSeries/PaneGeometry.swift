public import SentinelModel

/// How time is cut into panes: pane k holds the samples with `k·width < timestamp ≤ (k + 1)·width`, so that windows
/// `(T − W, T]` are whole numbers of panes wherever their edges are multiples of the width.
public struct PaneGeometry: Hashable, Sendable {
  public let width: TimeSpan
  /// How many panes are kept behind the newest one.
  public let count: Int

  public init(width: TimeSpan, count: Int) {
    self.width = width
    self.count = count
  }

  /// The pane that holds a sample of this time.
  @inline(__always)
  public func index(of timestamp: Timestamp) -> Int64 {
    timestamp.nanoseconds.subtractingSaturating(1).dividedDown(by: width.nanoseconds)
  }

  /// The panes of the window `(end − length, end]`. An edge inside a pane takes the whole pane: samples leave late, by
  /// less than one width.
  public func panes(until end: Timestamp, length: TimeSpan) -> ClosedRange<Int64> {
    let last = index(of: end)
    let first = (end - length).nanoseconds.dividedDown(by: width.nanoseconds)
    return min(first, last)...last
  }

  /// The coarsest panes that cut windows exactly or, where that takes more than `limit` panes, the finest within it.
  ///
  /// - Parameters:
  ///   - lookback: how far back from an instant samples are needed.
  ///   - edges: distances from an instant at which windows begin or end, and the spacing of the instants; zeros don't count.
  public static func covering(_ lookback: TimeSpan, edges: [TimeSpan], limit: Int64) -> PaneGeometry {
    let exact = edges.reduce(0) { greatestCommonDivisor($0, $1.nanoseconds) }
    let needed = (lookback.nanoseconds - 1).dividedDown(by: limit) + 1
    let width = exact >= needed ? exact : coarser(than: needed, edges: edges.dropFirst().map(\.nanoseconds))
    let count = (lookback.nanoseconds - 1).dividedDown(by: width) + 1
    // One more: where an instant lies inside a pane, a window touches a further one.
    return PaneGeometry(width: TimeSpan(nanoseconds: width), count: Int(count) + 1)
  }

  /// The narrowest width of at least `needed` that still divides the windows' edges, if that costs no more than twice
  /// the error allowed; else `needed` itself.
  private static func coarser(than needed: Int64, edges: [Int64]) -> Int64 {
    let common = edges.reduce(0) { greatestCommonDivisor($0, $1) }
    guard common >= needed else { return needed }
    let pieces = common / needed
    return common / pieces
  }

  private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}
