public import SentinelModel
public import SentinelStatistics

/// Histograms of samples by group and pane: quantiles and distributions of windows.
///
/// Values are counted in logarithmic buckets that each remember one of their members, so an answer is within
/// `2 · relativeAccuracy` of the exact one, and values that repeat (0 and 1, token counts, scores) come back exactly.
/// Totals over windows that end at the instant are kept up to date, exactly, because counts are integers.
public final class HistogramRing {
  /// A window that ends at the instant or some time before, and the quantiles that are read through it.
  public struct View: Hashable, Sendable {
    public let window: TimeSpan
    public let offset: TimeSpan
    public var quantiles: [Double]

    public init(window: TimeSpan, offset: TimeSpan = .zero, quantiles: [Double]) {
      self.window = window
      self.offset = offset
      self.quantiles = quantiles
    }
  }

  public let geometry: PaneGeometry
  public let views: [View]
  /// Whether distributions are read.
  public let keepsValues: Bool
  private let buckets = LogBuckets(relativeAccuracy: HistogramRing.relativeAccuracy)
  private let groups = Slab<HistogramGroup>()

  /// Half a bucket's width: two members of a bucket differ by less than 1 %.
  public static let relativeAccuracy = 0.0045

  /// Orders of positive values start here, so that zero and negative values have orders of their own.
  private static let positiveBase: Int32 = 8_192

  public init(geometry: PaneGeometry, views: [View], keepsValues: Bool = false) {
    self.geometry = geometry
    self.views = views
    self.keepsValues = keepsValues
  }

  public var groupCount: Int { groups.count }

  public func reserve(groups count: Int) {
    groups.grow(to: count, makeGroup)
  }

  public func clear(group: Int) { groups[group] = makeGroup() }

  private func makeGroup() -> HistogramGroup {
    HistogramGroup(
      paneCount: geometry.count, views: views.map { ($0.quantiles.count, isDelayed: $0.offset > .zero) },
      keepsValues: keepsValues)
  }

  /// Takes over what another ring holds, which keeps values if this one does; see ``MomentRing/take(from:)``.
  public func take(from other: HistogramRing, places: [Int?]? = nil) {
    if places == nil { reserve(groups: other.groupCount) }
    for group in 0..<other.groupCount {
      guard let own = places.map({ $0[group] }) ?? group else { continue }
      groups[own].take(from: other.groups[group], other.geometry, to: geometry)
    }
  }

  /// Bytes that all groups take. O(groups).
  public var byteCount: Int { (0..<groups.count).reduce(0) { $0 + groups[$1].byteCount } }

  @inline(__always)
  private func order(of value: Double) -> Int32 {
    if value == 0 { return 0 }
    let order = buckets.index(of: value.magnitude) + Self.positiveBase
    return value > 0 ? order : -order
  }

  /// Adds a sample. One that is not finite or older than the ring reaches is left out and gives false.
  @discardableResult
  public func add(group: Int, at timestamp: Timestamp, _ value: Double, weight: Double = 1) -> Bool {
    guard value.isFinite, weight >= 1 else { return false }
    let amount = UInt32(min(weight, Double(UInt32.max / 2)))
    return groups[group].add(
      at: timestamp, order: order(of: value), value: value, amount: amount, geometry: geometry)
  }

  /// A quantile of the window that `view` names, ending at `end` (the instant less the view's offset); NaN where it is
  /// empty.
  ///
  /// Windows must be asked for in time order. Amortised O(1) where answers move little.
  public func quantile(_ index: Int, view: Int, group: Int, until end: Timestamp) -> Double {
    let panes = geometry.panes(until: end, length: views[view].window, isPast: views[view].offset > .zero)
    groups[group].expire(view: view, before: panes.lowerBound)
    if views[view].offset > .zero { groups[group].include(view: view, through: panes.upperBound) }
    return groups[group].quantile(views[view].quantiles[index], view: view, cursor: index)
  }

  /// The quantile over any panes. O(panes + buckets).
  public func quantile(_ q: Double, group: Int, panes: ClosedRange<Int64>) -> Double {
    groups[group].quantile(q, panes)
  }

  /// Values and counts over any panes; the samples themselves where the ring keeps values and panes have few of them.
  /// O(samples · log samples).
  public func distribution(group: Int, panes: ClosedRange<Int64>) -> WeightedSample {
    groups[group].distribution(panes)
  }

  /// How many samples the panes hold.
  public func count(group: Int, panes: ClosedRange<Int64>) -> Double { Double(groups[group].count(panes)) }
}
