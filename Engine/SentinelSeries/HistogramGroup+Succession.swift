import SentinelModel
import SentinelStatistics

extension HistogramGroup {
  /// Takes over the panes of a group of another ring, oldest first. O(samples + panes · buckets).
  mutating func take(from other: borrowing HistogramGroup, _ geometry: PaneGeometry, to own: PaneGeometry) {
    guard other.head != .min else { return }
    for pane in geometry.panes(before: other.head, of: own) {
      let time = geometry.end(of: pane)
      let slot = other.slot(pane)
      if other.panes[slot].isDense, let counts = other.dense.content(slot) {
        addBusy(
          at: time, counts.pointee, other.sketches.content(slot)?.pointee, amount: other.panes[slot].count,
          geometry: own)
      } else {
        let start = other.listStart(of: pane)
        for place in start..<start + other.panes[slot].listedCount {
          let order = Int32(other.listed[place])
          let value = other.keepsValues ? other.values[place] : other.representative(order)
          _ = add(at: time, order: order, value: value, amount: 1, geometry: own)
        }
      }
    }
    // What came last in each bucket answers for it, whatever the order in which panes were taken.
    for index in 0..<other.representatives.count where !other.representatives[index].isNaN {
      remember(other.representatives[index], other.representativeBase + Int32(index))
    }
  }
}
