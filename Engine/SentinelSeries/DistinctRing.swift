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
    guard let slot = place(group: index, geometry.index(of: timestamp)) else { return }
    if groups[index].panes[slot] == nil { groups[index].panes[slot] = DistinctSketch() }
    groups[index].panes[slot]?.insert(hash)
  }

  /// The slot of a pane; nil for one that has left the ring.
  private func place(group index: Int, _ pane: Int64) -> Int? {
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
      return nil
    }
    return Int(pane.modulo(Int64(geometry.count)))
  }

  /// Takes over what another ring holds; see ``MomentRing/take(from:)``.
  public func take(from other: DistinctRing, places: [Int?]? = nil) {
    if places == nil { reserve(groups: other.groups.count) }
    for (former, group) in other.groups.enumerated() where group.head != .min {
      guard let index = places.map({ $0[former] }) ?? former else { continue }
      for pane in other.geometry.panes(before: group.head, of: geometry) {
        let sketch = group.panes[Int(pane.modulo(Int64(other.geometry.count)))]
        guard let slot = place(group: index, geometry.index(of: other.geometry.end(of: pane))), let sketch else {
          continue
        }
        var merged = groups[index].panes[slot] ?? DistinctSketch()
        merged.merge(sketch)
        groups[index].panes[slot] = merged
      }
    }
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
