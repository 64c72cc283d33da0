public import SentinelModel

/// Count, sum and moments of samples by group and pane.
///
/// A window's answer is a function of what its panes hold, without running totals that drift; how windows are merged
/// from panes stands at ``moments(group:panes:)``.
public final class MomentRing {
  public let geometry: PaneGeometry
  public let parts: MomentParts

  /// Panes of a group. With blocks: those of the window and one block more, so that blocks leave as a whole.
  let slots: Int
  /// Blocks of a group; rings of few panes have none.
  let blocksPerGroup: Int
  static let blockSize = 16
  private static let fewPanes = 64

  let panes: PaneCells
  /// Counts and sums of 16 panes each.
  let blocks: PaneSlab
  private let groups = Slab<Group>()
  /// What windows have been merged from, for rings that merge; made when the first window is asked for.
  let merged = Slab<MergedPanes>()
  /// For each pane of the period before a group's newest: that pane and all that follow it in the period.
  let tails: PaneSlab

  private struct Group {
    var head = Int64.min
    /// The edges of the newest pane, so that most samples find theirs without a division.
    var headStart = Int64.max
    var headEnd = Int64.min
    var headSlot = 0
  }

  public init(geometry: PaneGeometry, parts: MomentParts) {
    self.geometry = geometry
    self.parts = parts
    let size = Self.blockSize
    let hasBlocks = geometry.count > Self.fewPanes
    slots = hasBlocks ? (geometry.count + 2 * size - 2) / size * size : geometry.count
    blocksPerGroup = hasBlocks ? slots / size : 0
    panes = PaneCells(parts: parts)
    blocks = PaneSlab(parts: [])
    tails = PaneSlab(parts: parts.subtracting(.ends))
  }

  /// How many groups have a place.
  public var groupCount: Int { groups.count }

  /// Bytes that all groups take.
  public var byteCount: Int {
    let counted = groups.count * MemoryLayout<Group>.stride + merged.count * MemoryLayout<MergedPanes>.stride
    return counted + panes.byteCount + blocks.byteCount + tails.byteCount
  }

  /// Makes places for groups up to `count`.
  public func reserve(groups count: Int) {
    groups.grow(to: count) { Group() }
    panes.grow(to: count * slots)
    blocks.grow(rows: count * blocksPerGroup)
  }

  /// Empties a group's place.
  public func clear(group: Int) {
    guard groups[group].head != .min else { return }
    for slot in 0..<slots { panes.empty(group * slots + slot) }
    for block in 0..<blocksPerGroup { blocks.empty(group * blocksPerGroup + block) }
    groups[group] = Group()
    forgetMerged(group)
  }

  /// Drops what was merged: a pane that had closed has changed.
  private func forgetMerged(_ group: Int) {
    if group < merged.count { merged[group] = MergedPanes() }
  }

  /// Adds a sample. One that is older than the ring reaches is left out and gives false. Amortised O(1).
  @discardableResult
  @inline(__always)
  public func add(group: Int, at timestamp: Timestamp, _ value: Double, weight: Double = 1) -> Bool {
    let time = timestamp.nanoseconds
    var slot = groups[group].headSlot
    if time <= groups[group].headStart || time > groups[group].headEnd {
      slot = place(group: group, timestamp)
      if slot < 0 { return false }
    }
    panes.add(group * slots + slot, time: time, value, weight: weight)
    if blocksPerGroup > 0 {
      blocks.add(group * blocksPerGroup + slot / Self.blockSize, time: time, value, weight: weight)
    }
    return true
  }

  /// The slot of a sample outside of the newest pane; negative for one that is older than the ring reaches.
  private func place(group: Int, _ timestamp: Timestamp) -> Int {
    let pane = geometry.index(of: timestamp)
    let head = groups[group].head
    if pane > head {
      advance(group: group, to: pane)
      return groups[group].headSlot
    }
    guard head.subtractingSaturating(pane) < Int64(geometry.count) else { return -1 }
    if pane < head { forgetMerged(group) }
    return Int(pane.modulo(Int64(slots)))
  }

  /// Takes over what another ring holds, which keeps all that this one does: this one then answers as if it had been
  /// there, as far back as the other reached. Exact where this one's panes are as wide or a multiple; else a pane counts
  /// where it ends. O(groups · panes).
  ///
  /// - Parameter places: where the other's groups are here, with room reserved; nil where they are where they were.
  public func take(from other: MomentRing, places: [Int?]? = nil) {
    if places == nil { reserve(groups: other.groupCount) }
    for group in 0..<other.groupCount where other.head(group) != .min {
      if let own = places.map({ $0[group] }) ?? group { take(group, of: other, as: own) }
    }
  }

  private func take(_ group: Int, of other: MomentRing, as own: Int) {
    for pane in other.geometry.panes(before: other.head(group), of: geometry) {
      let slot = place(group: own, other.geometry.end(of: pane))
      guard slot >= 0 else { continue }
      let taken = panes.take(own * slots + slot, from: other.panes, other.cell(of: pane, group: group))
      guard blocksPerGroup > 0, taken.count > 0 else { continue }
      blocks.add(own * blocksPerGroup + slot / Self.blockSize, count: taken.count, sum: taken.sum)
    }
  }

  private func advance(group: Int, to pane: Int64) {
    let head = groups[group].head
    let width = geometry.width.nanoseconds
    groups[group] = Group(
      head: pane, headStart: pane.multipliedSaturating(by: width),
      headEnd: pane.addingSaturating(1).multipliedSaturating(by: width), headSlot: Int(pane.modulo(Int64(slots))))
    guard head != .min else { return }
    if blocksPerGroup > 0 {
      emptyBlocks(group: group, behind: head, through: pane)
    } else {
      for leaving in max(head + 1, pane - Int64(slots) + 1)...pane { panes.empty(cell(of: leaving, group: group)) }
    }
  }

  /// Slots are emptied block by block: when the first pane of a block comes, all that the block held has left the
  /// window (there is one block more than a window needs).
  private func emptyBlocks(group: Int, behind head: Int64, through pane: Int64) {
    let size = Int64(Self.blockSize)
    let firstBlock = head.dividedDown(by: size) + 1
    let lastBlock = pane.dividedDown(by: size)
    guard lastBlock >= firstBlock else { return }
    for block in max(firstBlock, lastBlock - Int64(blocksPerGroup) + 1)...lastBlock {
      let place = Int(block.modulo(Int64(blocksPerGroup)))
      blocks.empty(group * blocksPerGroup + place)
      let start = group * slots + place * Self.blockSize
      for index in start..<start + Self.blockSize { panes.empty(index) }
    }
  }

  /// The newest pane of a group; `Int64.min` before its first sample.
  @inline(__always)
  func head(_ group: Int) -> Int64 { groups[group].head }

  @inline(__always)
  func cell(of pane: Int64, group: Int) -> Int { group * slots + Int(pane.modulo(Int64(slots))) }

  /// The panes of a range that the ring may still hold, or nil.
  @inline(__always)
  func held(_ range: ClosedRange<Int64>, group: Int) -> ClosedRange<Int64>? {
    let head = groups[group].head
    guard head != .min else { return nil }
    let first = max(range.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(range.upperBound, head)
    return first <= last ? first...last : nil
  }
}
