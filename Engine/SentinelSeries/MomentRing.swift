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

  /// Adds what is known of a window that follows this one in time.
  mutating func merge(_ later: WindowMoments, _ parts: MomentParts) {
    if later.count == 0 { return }
    count += later.count
    sum += later.sum
    if parts.contains(.deviation) { moments.merge(later.moments) }
    if parts.contains(.extremes) {
      minimum = min(minimum, later.minimum)
      maximum = max(maximum, later.maximum)
    }
    if parts.contains(.ends) {
      if first.isNaN { first = later.first }
      last = later.last
    }
  }
}

/// Count, sum and moments of samples by group and pane.
///
/// A window's answer is a function of what its panes hold, without running totals that drift:
/// - Counts and sums are kept for blocks of 16 panes too; a window of n panes costs about n/16 + 30 additions.
/// - For the other parts time is cut into periods of as many panes as the ring has. When a period has ended, each of
///   its panes is merged with all that follow it in the period; what has come of the next one is merged as it closes.
///   A window that reaches over the cut is one merge of the two, and one with its newest pane.
public final class MomentRing {
  public let geometry: PaneGeometry
  public let parts: MomentParts

  /// Panes of a group: those of the window and one block more, so that blocks leave as a whole.
  private let slots: Int
  private let blocksPerGroup: Int
  private static let blockSize = 16

  private let panes: PaneSlab
  /// Counts and sums.
  private let blocks: PaneSlab
  /// For each pane of the period before the newest: that pane and all that follow it in the period.
  private let tails: PaneSlab
  private let groups = Slab<Group>()

  private struct Group {
    var head = Int64.min
    /// The period that `tails` are of; none.
    var tailPeriod = Int64.min
    /// The closed panes `start...last` of the newest period, merged.
    var beginning = WindowMoments()
    var beginningPeriod = Int64.min
    var beginningLast = Int64.min

    /// Drops what was merged: a pane that had closed has changed.
    mutating func forgetMerged() {
      tailPeriod = .min
      beginningPeriod = .min
    }
  }

  public init(geometry: PaneGeometry, parts: MomentParts) {
    self.geometry = geometry
    self.parts = parts
    let size = Self.blockSize
    slots = (geometry.count + 2 * size - 1) / size * size
    blocksPerGroup = slots / size
    panes = PaneSlab(parts: parts)
    blocks = PaneSlab(parts: [])
    tails = PaneSlab(parts: parts)
  }

  /// How many groups have a place.
  public var groupCount: Int { groups.count }

  /// Bytes that one group takes.
  public var bytesPerGroup: Int {
    let rows = slots * panes.stride + blocksPerGroup * blocks.stride + tailsPerGroup * tails.stride
    return rows * MemoryLayout<Double>.stride + MemoryLayout<Group>.stride
  }

  /// The length of a period. Rings that keep counts and sums only have no periods.
  private var tailsPerGroup: Int { parts.isEmpty ? 0 : geometry.count }

  /// Makes places for groups up to `count`.
  public func reserve(groups count: Int) {
    groups.grow(to: count) { Group() }
    panes.grow(rows: count * slots)
    blocks.grow(rows: count * blocksPerGroup)
    tails.grow(rows: count * tailsPerGroup)
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
      groups[group].forgetMerged()
    }
    let slot = Int(pane.modulo(Int64(slots)))
    panes.add(group * slots + slot, time: timestamp.nanoseconds, value, weight: weight)
    blocks.add(
      group * blocksPerGroup + slot / Self.blockSize, time: timestamp.nanoseconds, value, weight: weight)
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

  /// Count and sum over `panes`.
  public func totals(group: Int, panes range: ClosedRange<Int64>) -> (count: Double, sum: Double) {
    guard let range = held(range, group: group) else { return (0, 0) }
    let size = Int64(Self.blockSize)
    var count = 0.0
    var sum = 0.0
    var pane = range.lowerBound
    while pane <= range.upperBound {
      if pane.modulo(size) == 0, pane + size - 1 <= range.upperBound {
        let block = group * blocksPerGroup + Int(pane.dividedDown(by: size).modulo(Int64(blocksPerGroup)))
        count += blocks.count(block)
        sum += blocks.sum(block)
        pane += size
      } else {
        let row = row(of: pane, group: group)
        count += panes.count(row)
        sum += panes.sum(row)
        pane += 1
      }
    }
    return (count, sum)
  }

  @inline(__always)
  private func row(of pane: Int64, group: Int) -> Int { group * slots + Int(pane.modulo(Int64(slots))) }

  /// All that the ring knows over `panes`: O(1) for windows that end with the newest pane and reach over the cut
  /// between periods, else O(panes).
  public func moments(group: Int, panes range: ClosedRange<Int64>) -> WindowMoments {
    guard let range = held(range, group: group) else { return WindowMoments() }
    let length = Int64(geometry.count)
    let cut = range.upperBound.dividedDown(by: length) * length
    guard !parts.isEmpty, range.upperBound == groups[group].head, range.lowerBound < cut else {
      return merged(range, group: group)
    }
    if groups[group].tailPeriod != cut { gatherTails(before: cut, group: group) }
    gatherBeginning(from: cut, through: range.upperBound - 1, group: group)
    var window = WindowMoments()
    tails.merge(group * tailsPerGroup + Int(range.lowerBound.modulo(length)), into: &window)
    window.merge(groups[group].beginning, parts)
    panes.merge(row(of: range.upperBound, group: group), into: &window)
    return window
  }

  /// Merges each pane of the period that ends at `cut` with all that follow it there. O(panes).
  private func gatherTails(before cut: Int64, group: Int) {
    let length = Int64(geometry.count)
    var after = WindowMoments()
    for pane in (cut - length..<cut).reversed() {
      var window = WindowMoments()
      // Panes that have left the ring are empty: no window that is asked for reaches them.
      if pane > groups[group].head - length { panes.merge(row(of: pane, group: group), into: &window) }
      window.merge(after, parts)
      tails.set(group * tailsPerGroup + Int(pane.modulo(length)), window)
      after = window
    }
    groups[group].tailPeriod = cut
  }

  /// Merges the closed panes of the newest period that came since this was last asked.
  private func gatherBeginning(from cut: Int64, through last: Int64, group: Int) {
    if groups[group].beginningPeriod != cut {
      groups[group].beginningPeriod = cut
      groups[group].beginning = WindowMoments()
      groups[group].beginningLast = cut - 1
    }
    var pane = groups[group].beginningLast + 1
    while pane <= last {
      panes.merge(row(of: pane, group: group), into: &groups[group].beginning)
      pane += 1
    }
    groups[group].beginningLast = max(last, groups[group].beginningLast)
  }

  private func merged(_ range: ClosedRange<Int64>, group: Int) -> WindowMoments {
    var window = WindowMoments()
    for pane in range { panes.merge(row(of: pane, group: group), into: &window) }
    return window
  }
}
