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

  /// The newest time that lies in a pane.
  func end(of pane: Int64) -> Timestamp {
    Timestamp(nanoseconds: pane.addingSaturating(1).multipliedSaturating(by: width.nanoseconds))
  }

  /// Where the oldest pane begins that a ring still holds at `time`.
  public func reach(at time: Timestamp) -> Timestamp {
    let oldest = index(of: time).subtractingSaturating(Int64(count) - 1)
    return Timestamp(nanoseconds: oldest.multipliedSaturating(by: width.nanoseconds))
  }

  /// The panes up to `head` that a ring of another geometry can still use, whose newest pane will be that of the last.
  func panes(before head: Int64, of other: PaneGeometry) -> ClosedRange<Int64> {
    let newest = other.index(of: end(of: head))
    let needed = other.end(of: newest.subtractingSaturating(Int64(other.count)))
    return min(head, max(head.subtractingSaturating(Int64(count) - 1), index(of: needed)))...head
  }

  /// The panes of the window `(end − length, end]`.
  ///
  /// Where its older edge lies inside a pane, the window takes the whole of it: samples leave late, by less than a
  /// width. Its newer edge lies inside a pane too, then. If the window ends at the instant, nothing newer has come yet. If
  /// it ended before, it would take in what came later: such a window is moved back to the pane's beginning instead.
  public func panes(until end: Timestamp, length: TimeSpan, isPast: Bool = false) -> ClosedRange<Int64> {
    let end = isPast ? end.floored(to: width) : end
    let last = index(of: end)
    let first = (end - length).nanoseconds.dividedDown(by: width.nanoseconds)
    return min(first, last)...last
  }

  /// The coarsest panes that cut windows exactly or, where that takes more than `limit` panes, the finest within it.
  ///
  /// A window that lies far back in a long lookback (by `offset`) would be shorter than such panes: there may be
  /// `1 + spread` times as many panes, so that it still has its share of them.
  ///
  /// - Parameters:
  ///   - lookback: how far back from an instant samples are needed.
  ///   - offset: how much of the lookback lies behind the windows.
  ///   - every: the spacing of the instants; nil where windows end anywhere.
  ///   - windows: distances from an instant at which windows begin or end; zeros don't count.
  public static func covering(
    _ lookback: TimeSpan, offset: TimeSpan = .zero, every: TimeSpan?, windows: [TimeSpan], limit: Int64,
    spread: Int64 = 11
  ) -> PaneGeometry {
    let common = windows.reduce(0) { greatestCommonDivisor($0, $1.nanoseconds) }
    let exact = every.map { greatestCommonDivisor(common, $0.nanoseconds) } ?? 0
    let read = max(1, lookback.nanoseconds - offset.nanoseconds)
    let needed = max(share(read, of: limit), share(lookback.nanoseconds, of: limit * (1 + spread)))
    let isExact = exact >= needed
    let width = isExact ? exact : coarser(than: needed, dividing: common)
    // More than the lookback's: an instant may lie inside a pane, and a window that is past begins up to a pane earlier.
    let count = Int(share(lookback.nanoseconds, of: width)) + (isExact ? 1 : 2)
    return PaneGeometry(width: TimeSpan(nanoseconds: width), count: count)
  }

  private static func share(_ length: Int64, of pieces: Int64) -> Int64 { (length - 1).dividedDown(by: pieces) + 1 }

  /// The narrowest width of at least `needed` that divides the windows and either divides a second or is a number of
  /// seconds (events of many sources lie at whole seconds); without one, the narrowest that divides the windows; each if
  /// it costs no more than twice the error allowed. Else `needed` itself.
  private static func coarser(than needed: Int64, dividing common: Int64) -> Int64 {
    let most = common / needed
    guard most > 0 else { return needed }
    let second: Int64 = 1_000_000_000
    let widths = (most / 2...most).reversed().lazy.filter { $0 > 0 && common % $0 == 0 }.map { common / $0 }
    return widths.first { $0 % second == 0 || second % $0 == 0 } ?? widths.first ?? common / most
  }

  private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}
