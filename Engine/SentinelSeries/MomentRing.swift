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

/// Count, sum and moments of samples by group and pane, in one slab for all groups.
///
/// A window's answer is a pure function of what its panes hold: no running totals that drift, and the same after a
/// snapshot. Counts and sums are kept for blocks of panes too, so a window of n panes costs about 2·√n additions.
public final class MomentRing {
  public let geometry: PaneGeometry
  public let parts: MomentParts

  /// Panes of a group: those of the window and one block more, so that blocks leave as a whole.
  private let slots: Int
  private let blocks: Int
  private static let blockSize = 16

  private var heads: [Int64] = []
  private var counts: [Double] = []
  private var sums: [Double] = []
  private var blockCounts: [Double] = []
  private var blockSums: [Double] = []
  private var means: [Double] = []
  private var squares: [Double] = []
  private var minima: [Double] = []
  private var maxima: [Double] = []
  private var firsts: [Double] = []
  private var lasts: [Double] = []
  /// Times of `firsts` and `lasts`: a late sample may precede what its pane holds.
  private var firstTimes: [Int64] = []
  private var lastTimes: [Int64] = []

  public init(geometry: PaneGeometry, parts: MomentParts) {
    self.geometry = geometry
    self.parts = parts
    let size = Self.blockSize
    slots = (geometry.count + 2 * size - 1) / size * size
    blocks = slots / size
  }

  /// How many groups have a place.
  public var groupCount: Int { heads.count }

  /// Bytes that one group takes.
  public var bytesPerGroup: Int {
    let fields =
      2 + (parts.contains(.deviation) ? 2 : 0) + (parts.contains(.extremes) ? 2 : 0) + (parts.contains(.ends) ? 4 : 0)
    return slots * fields * 8 + blocks * 16 + 8
  }

  /// Makes places for groups up to `count`.
  public func reserve(groups count: Int) {
    guard count > heads.count else { return }
    let added = count - heads.count
    heads.append(contentsOf: repeatElement(.min, count: added))
    let panes = added * slots
    counts.append(contentsOf: repeatElement(0, count: panes))
    sums.append(contentsOf: repeatElement(0, count: panes))
    blockCounts.append(contentsOf: repeatElement(0, count: added * blocks))
    blockSums.append(contentsOf: repeatElement(0, count: added * blocks))
    if parts.contains(.deviation) {
      means.append(contentsOf: repeatElement(0, count: panes))
      squares.append(contentsOf: repeatElement(0, count: panes))
    }
    if parts.contains(.extremes) {
      minima.append(contentsOf: repeatElement(.infinity, count: panes))
      maxima.append(contentsOf: repeatElement(-.infinity, count: panes))
    }
    if parts.contains(.ends) {
      firsts.append(contentsOf: repeatElement(.nan, count: panes))
      lasts.append(contentsOf: repeatElement(.nan, count: panes))
      firstTimes.append(contentsOf: repeatElement(.max, count: panes))
      lastTimes.append(contentsOf: repeatElement(.min, count: panes))
    }
  }

  /// Empties a group's place.
  public func clear(group: Int) {
    guard heads[group] != .min else { return }
    for slot in 0..<slots { empty(group * slots + slot) }
    for block in 0..<blocks {
      blockCounts[group * blocks + block] = 0
      blockSums[group * blocks + block] = 0
    }
    heads[group] = .min
  }

  /// Adds a sample. One that is older than the ring reaches is left out and gives false. Amortised O(1).
  @discardableResult
  public func add(group: Int, at timestamp: Timestamp, _ value: Double, weight: Double = 1) -> Bool {
    let pane = geometry.index(of: timestamp)
    if pane > heads[group] {
      advance(group: group, to: pane)
    } else if heads[group] - pane >= Int64(geometry.count) {
      return false
    }
    let slot = Int(pane.modulo(Int64(slots)))
    let index = group * slots + slot
    let block = group * blocks + slot / Self.blockSize
    counts[index] += weight
    sums[index] += value * weight
    blockCounts[block] += weight
    blockSums[block] += value * weight
    if !parts.isEmpty { addParts(index, timestamp.nanoseconds, value, weight) }
    return true
  }

  private func addParts(_ index: Int, _ time: Int64, _ value: Double, _ weight: Double) {
    if parts.contains(.deviation) {
      let delta = value - means[index]
      means[index] += delta * weight / counts[index]
      squares[index] += delta * weight * (value - means[index])
    }
    if parts.contains(.extremes) {
      minima[index] = min(minima[index], value)
      maxima[index] = max(maxima[index], value)
    }
    if parts.contains(.ends) {
      if time < firstTimes[index] {
        firstTimes[index] = time
        firsts[index] = value
      }
      if time >= lastTimes[index] {
        lastTimes[index] = time
        lasts[index] = value
      }
    }
  }

  private func advance(group: Int, to pane: Int64) {
    let head = heads[group]
    heads[group] = pane
    guard head != .min else { return }
    // Slots are emptied block by block: when the first pane of a block comes, all that the block held has left the
    // window (there is one block more than a window needs).
    let size = Int64(Self.blockSize)
    let firstBlock = head.dividedDown(by: size) + 1
    let lastBlock = pane.dividedDown(by: size)
    guard lastBlock >= firstBlock else { return }
    for block in max(firstBlock, lastBlock - Int64(blocks) + 1)...lastBlock {
      let place = Int(block.modulo(Int64(blocks)))
      blockCounts[group * blocks + place] = 0
      blockSums[group * blocks + place] = 0
      let start = group * slots + place * Self.blockSize
      for index in start..<start + Self.blockSize where counts[index] != 0 { empty(index) }
    }
  }

  private func empty(_ index: Int) {
    counts[index] = 0
    sums[index] = 0
    if parts.contains(.deviation) {
      means[index] = 0
      squares[index] = 0
    }
    if parts.contains(.extremes) {
      minima[index] = .infinity
      maxima[index] = -.infinity
    }
    if parts.contains(.ends) {
      firsts[index] = .nan
      lasts[index] = .nan
      firstTimes[index] = .max
      lastTimes[index] = .min
    }
  }

  /// The panes of a range that the ring may still hold, or nil.
  private func held(_ panes: ClosedRange<Int64>, group: Int) -> ClosedRange<Int64>? {
    let head = heads[group]
    guard head != .min else { return nil }
    let first = max(panes.lowerBound, head - Int64(geometry.count) + 1)
    let last = min(panes.upperBound, head)
    return first <= last ? first...last : nil
  }

  /// Count and sum over `panes`.
  public func totals(group: Int, panes: ClosedRange<Int64>) -> (count: Double, sum: Double) {
    guard let panes = held(panes, group: group) else { return (0, 0) }
    let size = Int64(Self.blockSize)
    var count = 0.0
    var sum = 0.0
    var pane = panes.lowerBound
    while pane <= panes.upperBound {
      if pane.modulo(size) == 0, pane + size - 1 <= panes.upperBound {
        let block = group * blocks + Int(pane.dividedDown(by: size).modulo(Int64(blocks)))
        count += blockCounts[block]
        sum += blockSums[block]
        pane += size
      } else {
        let index = group * slots + Int(pane.modulo(Int64(slots)))
        count += counts[index]
        sum += sums[index]
        pane += 1
      }
    }
    return (count, sum)
  }

  /// All that the ring knows over `panes`. O(panes).
  public func moments(group: Int, panes: ClosedRange<Int64>) -> WindowMoments {
    var window = WindowMoments()
    guard let panes = held(panes, group: group) else { return window }
    for pane in panes {
      let index = group * slots + Int(pane.modulo(Int64(slots)))
      let count = counts[index]
      if count == 0 { continue }
      window.count += count
      window.sum += sums[index]
      if parts.contains(.deviation) {
        window.moments.merge(Moments(count: count, mean: means[index], squares: squares[index]))
      }
      if parts.contains(.extremes) {
        window.minimum = min(window.minimum, minima[index])
        window.maximum = max(window.maximum, maxima[index])
      }
      if parts.contains(.ends) {
        if window.first.isNaN { window.first = firsts[index] }
        window.last = lasts[index]
      }
    }
    return window
  }
}
