import SentinelModel

/// What windows of one group have been merged from, kept until a pane that had closed changes.
struct MergedPanes {
  /// Where the newest period begins, and whether there are tails of the one before.
  var cut = Int64.min
  var hasTails = false
  /// The closed panes of the newest period, through `beginningLast`.
  var beginning = WindowMoments()
  var beginningLast = Int64.min
  /// The panes of the window that was asked for last, but for its newest: `closedFirst...closedLast`.
  var closed = WindowMoments()
  var closedFirst = Int64.max
  var closedLast = Int64.min
}

extension MomentRing {
  /// Count and sum over `panes`, in rings that keep them. O(panes), a sixteenth of it in rings with blocks.
  public func totals(group: Int, panes range: ClosedRange<Int64>) -> (count: Double, sum: Double) {
    guard let range = held(range, group: group) else { return (0, 0) }
    var count = 0.0
    var sum = 0.0
    var slot = Int(range.lowerBound.modulo(Int64(slots)))
    var left = Int(range.upperBound - range.lowerBound) + 1
    while left > 0 {
      if blocksPerGroup > 0, left >= Self.blockSize, slot % Self.blockSize == 0 {
        let block = group * blocksPerGroup + slot / Self.blockSize
        count += blocks.count(block)
        sum += blocks.sum(block)
        slot += Self.blockSize
        left -= Self.blockSize
      } else {
        panes.addTotals(group * slots + slot, count: &count, sum: &sum)
        slot += 1
        left -= 1
      }
      if slot == slots { slot = 0 }
    }
    return (count, sum)
  }

  /// All that the ring knows over `panes`.
  ///
  /// Deviations and extremes of panes are merged; what was merged of closed panes is kept, so that a window asked for
  /// again before its newest pane closes costs one merge. Beyond that, time is cut into periods of as many panes as the
  /// ring has. When a period has ended, each of its panes is merged with all that follow it in the period; what has
  /// come of the next one is merged as it closes. A window that reaches over the cut is one merge of the two: amortised
  /// O(1) a pane, whatever the window's length. One that doesn't is O(panes) a pane.
  public func moments(group: Int, panes range: ClosedRange<Int64>) -> WindowMoments {
    guard let range = held(range, group: group) else { return WindowMoments() }
    if parts == .last { return last(range, group: group) }
    guard !parts.isSubset(of: .ends) else { return plain(range, group: group) }
    var window = range.upperBound == head(group) ? upToNewest(range, group: group) : all(range, group: group)
    if parts.contains(.ends) { findEnds(of: range, group: group, &window) }
    return window
  }

  private func plain(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    var window = WindowMoments()
    (window.count, window.sum) = totals(group: group, panes: range)
    if parts.contains(.ends), window.count > 0 { findEnds(of: range, group: group, &window) }
    return window
  }

  private func last(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    var window = WindowMoments()
    let ends = range.lazy.reversed().lazy.compactMap { self.panes.ends(self.cell(of: $0, group: group)) }.first
    guard let ends else { return window }
    window.count = 1
    window.last = ends.last
    return window
  }

  private func all(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    var window = WindowMoments()
    for pane in range { panes.merge(cell(of: pane, group: group), into: &window) }
    return window
  }

  /// The first and the last value: those of the first and the last pane that have any.
  private func findEnds(of range: ClosedRange<Int64>, group: Int, _ window: inout WindowMoments) {
    let first = range.lazy.compactMap { self.panes.ends(self.cell(of: $0, group: group)) }.first
    if let first { window.first = first.first }
    window.last = last(range, group: group).last
  }

  /// A window that ends with the newest pane.
  private func upToNewest(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    if merged.count <= group {
      merged.grow(to: groupCount) { MergedPanes() }
      tails.grow(rows: groupCount * geometry.count)
    }
    let last = range.upperBound - 1
    if merged[group].closedFirst != range.lowerBound || merged[group].closedLast != last {
      merged[group].closed = closed(from: range.lowerBound, through: last, group: group)
      merged[group].closedFirst = range.lowerBound
      merged[group].closedLast = last
    }
    var window = merged[group].closed
    panes.merge(cell(of: range.upperBound, group: group), into: &window)
    return window
  }

  /// Panes behind the newest.
  private func closed(from first: Int64, through last: Int64, group: Int) -> WindowMoments {
    let length = Int64(geometry.count)
    let cut = last.addingSaturating(1).dividedDown(by: length).multipliedSaturating(by: length)
    guard first < cut else { return first <= last ? all(first...last, group: group) : WindowMoments() }
    if merged[group].cut != cut {
      merged[group].cut = cut
      merged[group].hasTails = false
      merged[group].beginning = WindowMoments()
      merged[group].beginningLast = cut - 1
    }
    if !merged[group].hasTails { gatherTails(before: cut, group: group) }
    while merged[group].beginningLast < last {
      merged[group].beginningLast += 1
      panes.merge(cell(of: merged[group].beginningLast, group: group), into: &merged[group].beginning)
    }
    var window = WindowMoments()
    tails.merge(group * geometry.count + Int(first - (cut - length)), into: &window)
    window.merge(merged[group].beginning, parts)
    return window
  }

  /// Merges each pane of the period that ends at `cut` with all that follow it there. O(panes).
  private func gatherTails(before cut: Int64, group: Int) {
    let length = Int64(geometry.count)
    var after = WindowMoments()
    for offset in (0..<length).reversed() {
      let pane = cut - length + offset
      var window = WindowMoments()
      // Panes that have left the ring are empty: no window that is asked for reaches them.
      if pane > head(group) - length { panes.merge(cell(of: pane, group: group), into: &window) }
      window.merge(after, parts)
      tails.set(group * geometry.count + Int(offset), window)
      after = window
    }
    merged[group].hasTails = true
  }
}
