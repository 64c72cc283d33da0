public import SentinelModel
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
}

/// What a ring knows of one window of one group.
public struct WindowMoments: Sendable {
  public var count: Double = 0
  public var sum: Double = 0
  public var moments = Moments()
  public var minimum = Double.infinity
  public var maximum = -Double.infinity
  public var first = Double.nan
  public var last = Double.nan

  public init() {}
}

/// Count, sum and moments of samples by group and pane.
///
/// A window's answer is a function of what its panes hold, without running totals that drift. Blocks of 16 panes are
/// merged once, when they are first read, so a window of n panes costs about n/16 + 30 merges. A window that is asked
/// for again before its newest pane closes costs one.
public final class MomentRing {
  public let geometry: PaneGeometry
  public let parts: MomentParts

  /// Panes of a group: those of the window and one block more, so that blocks leave as a whole.
  private let slots: Int
  private let blocksPerGroup: Int
  private static let blockSize = 16

  private let panes: PaneSlab
  private let blocks: PaneSlab
  private let groups = Slab<Group>()

  private struct Group {
    var head = Int64.min
    /// The merged panes `closedFirst...closedLast` of the window that was asked for last, all but its newest; none
    /// where the first lies behind the last.
    var closedFirst: Int64 = 1
    var closedLast: Int64 = 0
    var closed = WindowMoments()

    mutating func forgetClosed() {
      closedFirst = 1
      closedLast = 0
    }
  }

  public init(geometry: PaneGeometry, parts: MomentParts) {
    self.geometry = geometry
    self.parts = parts
    let size = Self.blockSize
    slots = (geometry.count + 2 * size - 1) / size * size
    blocksPerGroup = slots / size
    panes = PaneSlab(parts: parts)
    blocks = PaneSlab(parts: parts)
  }

  /// How many groups have a place.
  public var groupCount: Int { groups.count }

  /// Bytes that one group takes.
  public var bytesPerGroup: Int {
    (slots + blocksPerGroup) * panes.stride * MemoryLayout<Double>.stride + MemoryLayout<Group>.stride
  }

  /// Makes places for groups up to `count`.
  public func reserve(groups count: Int) {
    groups.grow(to: count) { Group() }
    panes.grow(rows: count * slots)
    blocks.grow(rows: count * blocksPerGroup)
  }

  /// Empties a group's place.
  public func clear(group: Int) {
    guard groups[group].head != .min else { return }
    for slot in 0..<slots { panes.empty(group * slots + slot) }
    for block in 0..<blocksPerGroup { blocks.empty(group * blocksPerGroup + block) }
    groups[group] = Group()
  }

  /// Adds a sample. One that is older than the ring reaches is left out and gives false. Amortised O(1).
  @discardableResult
  public func add(group: Int, at timestamp: Timestamp, _ value: Double, weight: Double = 1) -> Bool {
    let pane = geometry.index(of: timestamp)
    let head = groups[group].head
    if pane > head {
      advance(group: group, to: pane)
    } else if pane < head {
      guard head - pane < Int64(geometry.count) else { return false }
      groups[group].forgetClosed()
    }
    let slot = Int(pane.modulo(Int64(slots)))
    panes.add(group * slots + slot, time: timestamp.nanoseconds, value, weight: weight)
    let block = group * blocksPerGroup + slot / Self.blockSize
    if blocks.count(block) != 0 { blocks.empty(block) }
    return true
  }

  private func advance(group: Int, to pane: Int64) {
    let head = groups[group].head
    groups[group].head = pane
    guard head != .min else { return }
    // Slots are emptied block by block: when the first pane of a block comes, all that the block held has left the
    // window (there is one block more than a window needs).
    let size = Int64(Self.blockSize)
    let firstBlock = head.dividedDown(by: size) + 1
    let lastBlock = pane.dividedDown(by: size)
    guard lastBlock >= firstBlock else { return }
    for block in max(firstBlock, lastBlock - Int64(blocksPerGroup) + 1)...lastBlock {
      let place = Int(block.modulo(Int64(blocksPerGroup)))
      blocks.empty(group * blocksPerGroup + place)
      let start = group * slots + place * Self.blockSize
      for index in start..<start + Self.blockSize where panes.count(index) != 0 { panes.empty(index) }
    }
  }

  /// The panes of a range that the ring may still hold, or nil.
  private func held(_ panes: ClosedRange<Int64>, group: Int) -> ClosedRange<Int64>? {
    let head = groups[group].head
    guard head != .min else { return nil }
    let first = max(panes.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(panes.upperBound, head)
    return first <= last ? first...last : nil
  }

  /// Calls `body` with whole blocks where they fit and single panes elsewhere, in time order.
  @inline(__always)
  private func visit(_ range: ClosedRange<Int64>, group: Int, _ body: (PaneSlab, Int) -> Void) {
    let size = Int64(Self.blockSize)
    var pane = range.lowerBound
    while pane <= range.upperBound {
      if pane.modulo(size) == 0, pane + size - 1 <= range.upperBound {
        let place = Int(pane.dividedDown(by: size).modulo(Int64(blocksPerGroup)))
        let block = group * blocksPerGroup + place
        // A block without samples is merged again each time, which costs little: its panes are empty.
        if blocks.count(block) == 0 { blocks.gather(block, from: panes, start: group * slots + place * Self.blockSize) }
        body(blocks, block)
        pane += size
      } else {
        body(panes, group * slots + Int(pane.modulo(Int64(slots))))
        pane += 1
      }
    }
  }

  /// Count and sum over `panes`.
  public func totals(group: Int, panes: ClosedRange<Int64>) -> (count: Double, sum: Double) {
    guard let panes = held(panes, group: group) else { return (0, 0) }
    var count = 0.0
    var sum = 0.0
    visit(panes, group: group) { slab, row in
      count += slab.count(row)
      sum += slab.sum(row)
    }
    return (count, sum)
  }

  /// All that the ring knows over `panes`.
  public func moments(group: Int, panes: ClosedRange<Int64>) -> WindowMoments {
    guard let range = held(panes, group: group) else { return WindowMoments() }
    guard range.lowerBound < range.upperBound else { return merged(range, group: group) }
    if groups[group].closedFirst != range.lowerBound || groups[group].closedLast != range.upperBound - 1 {
      groups[group].closed = merged(range.lowerBound...range.upperBound - 1, group: group)
      groups[group].closedFirst = range.lowerBound
      groups[group].closedLast = range.upperBound - 1
    }
    var window = groups[group].closed
    self.panes.merge(group * slots + Int(range.upperBound.modulo(Int64(slots))), into: &window)
    return window
  }

  private func merged(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    var window = WindowMoments()
    visit(range, group: group) { slab, row in slab.merge(row, into: &window) }
    return window
  }
}
