public import SentinelModel
import SentinelStatistics

/// Distinct values of a label by group and pane.
public final class DistinctRing {
  public let geometry: PaneGeometry
  private var groups: [Group] = []

  private struct Group: Sendable {
    var head: Int64 = .min
    var panes: [DistinctSketch?] = []
  }

  public init(geometry: PaneGeometry) { self.geometry = geometry }

  public func reserve(groups count: Int) {
    guard count > groups.count else { return }
    groups.append(contentsOf: repeatElement(Group(), count: count - groups.count))
  }

  public func clear(group: Int) { groups[group] = Group() }

  /// Adds the hash of a value. A sample that is older than the ring reaches is left out.
  public func add(group index: Int, at timestamp: Timestamp, hash: UInt64) {
    let pane = geometry.index(of: timestamp)
    if groups[index].panes.isEmpty { groups[index].panes = Array(repeating: nil, count: geometry.count) }
    let head = groups[index].head
    if pane > head {
      if head != .min {
        for old in max(head + 1, pane - Int64(geometry.count) + 1)...pane {
          groups[index].panes[Int(old.modulo(Int64(geometry.count)))] = nil
        }
      }
      groups[index].head = pane
    } else if head - pane >= Int64(geometry.count) {
      return
    }
    let slot = Int(pane.modulo(Int64(geometry.count)))
    if groups[index].panes[slot] == nil { groups[index].panes[slot] = DistinctSketch() }
    groups[index].panes[slot]?.insert(hash)
  }

  /// How many distinct values the panes hold: exact up to 1,000.
  public func estimate(group index: Int, panes: ClosedRange<Int64>) -> Double {
    let head = groups[index].head
    guard head != .min else { return 0 }
    let first = max(panes.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(panes.upperBound, head)
    guard first <= last else { return 0 }
    var union = DistinctSketch()
    for pane in first...last {
      if let sketch = groups[index].panes[Int(pane.modulo(Int64(geometry.count)))] { union.merge(sketch) }
    }
    return union.estimate
  }
}
