import SentinelStatistics

/// Rows of numbers in one block of memory: count and sum of samples, and what `MomentParts` adds.
///
/// Rows are addressed by indices that the owning ring computes from its own geometry, never from input; debug builds
/// check them.
final class PaneSlab {
  private let parts: MomentParts
  /// Numbers in a row.
  private let stride: Int
  private let deviationOffset: Int
  private let extremesOffset: Int
  private let endsOffset: Int
  private let storage = UnsafeMutablePointer<UnsafeMutablePointer<Double>>.allocate(capacity: 1)
  private var capacity = 0
  private(set) var rowCount = 0

  init(parts: MomentParts) {
    self.parts = parts
    deviationOffset = 2
    extremesOffset = deviationOffset + (parts.contains(.deviation) ? 2 : 0)
    endsOffset = extremesOffset + (parts.contains(.extremes) ? 2 : 0)
    stride = endsOffset + (parts.contains(.ends) ? 4 : 0)
    storage.initialize(to: .allocate(capacity: 1))
  }

  deinit {
    storage.pointee.deallocate()
    storage.deallocate()
  }

  /// Bytes that the rows take.
  var byteCount: Int { rowCount * stride * MemoryLayout<Double>.stride }

  /// Adds empty rows up to `count`.
  func grow(rows count: Int) {
    guard count > rowCount else { return }
    if count > capacity {
      let larger = max(count, capacity * 2)
      let moved = UnsafeMutablePointer<Double>.allocate(capacity: larger * stride)
      moved.moveInitialize(from: storage.pointee, count: rowCount * stride)
      storage.pointee.deallocate()
      storage.pointee = moved
      capacity = larger
    }
    let added = rowCount..<count
    rowCount = count
    for row in added { empty(row) }
  }

  @inline(__always)
  private func row(_ index: Int) -> UnsafeMutablePointer<Double> {
    assert(index >= 0 && index < rowCount, "row \(index) of \(rowCount)")
    return storage.pointee + index * stride
  }

  func empty(_ index: Int) {
    let row = row(index)
    for field in 0..<extremesOffset { row[field] = 0 }
    if parts.contains(.extremes) {
      row[extremesOffset] = .infinity
      row[extremesOffset + 1] = -.infinity
    }
    if parts.contains(.ends) {
      row[endsOffset] = .nan
      row[endsOffset + 1] = .nan
      row[endsOffset + 2] = Double(bitPattern: UInt64(bitPattern: Int64.max))
      row[endsOffset + 3] = Double(bitPattern: UInt64(bitPattern: Int64.min))
    }
  }

  @inline(__always)
  func add(_ index: Int, time: Int64, _ value: Double, weight: Double) {
    let row = row(index)
    row[0] += weight
    row[1] += value * weight
    if parts.contains(.deviation) {
      let delta = value - row[deviationOffset]
      row[deviationOffset] += delta * weight / row[0]
      row[deviationOffset + 1] += delta * weight * (value - row[deviationOffset])
    }
    if parts.contains(.extremes) {
      row[extremesOffset] = min(row[extremesOffset], value)
      row[extremesOffset + 1] = max(row[extremesOffset + 1], value)
    }
    if parts.contains(.ends) { addEnds(row + endsOffset, time, value) }
  }

  /// Adds to count and sum alone.
  func add(_ index: Int, count: Double, sum: Double) {
    let row = row(index)
    row[0] += count
    row[1] += sum
  }

  /// Times are kept as the bits of a number.
  private func addEnds(_ ends: UnsafeMutablePointer<Double>, _ time: Int64, _ value: Double) {
    if time < Int64(bitPattern: ends[2].bitPattern) {
      ends[0] = value
      ends[2] = Double(bitPattern: UInt64(bitPattern: time))
    }
    if time >= Int64(bitPattern: ends[3].bitPattern) {
      ends[1] = value
      ends[3] = Double(bitPattern: UInt64(bitPattern: time))
    }
  }

  /// Adds a row of another slab, which knows all that this one does.
  func take(_ index: Int, from other: PaneSlab, _ otherIndex: Int) {
    let row = row(index)
    let taken = other.row(otherIndex)
    if taken[0] == 0 { return }
    if parts.contains(.deviation) {
      var moments = Moments(count: row[0], mean: row[deviationOffset], squares: row[deviationOffset + 1])
      moments.merge(
        Moments(count: taken[0], mean: taken[other.deviationOffset], squares: taken[other.deviationOffset + 1]))
      (row[deviationOffset], row[deviationOffset + 1]) = (moments.mean, moments.squares)
    }
    row[0] += taken[0]
    row[1] += taken[1]
    if parts.contains(.extremes) {
      row[extremesOffset] = min(row[extremesOffset], taken[other.extremesOffset])
      row[extremesOffset + 1] = max(row[extremesOffset + 1], taken[other.extremesOffset + 1])
    }
    if parts.contains(.ends) {
      let ends = taken + other.endsOffset
      addEnds(row + endsOffset, Int64(bitPattern: ends[2].bitPattern), ends[0])
      addEnds(row + endsOffset, Int64(bitPattern: ends[3].bitPattern), ends[1])
    }
  }

  /// Makes row `index` say what is known of a window, but for its ends.
  func set(_ index: Int, _ window: WindowMoments) {
    let row = row(index)
    row[0] = window.count
    row[1] = window.sum
    if parts.contains(.deviation) {
      row[deviationOffset] = window.moments.mean
      row[deviationOffset + 1] = window.moments.squares
    }
    if parts.contains(.extremes) {
      row[extremesOffset] = window.minimum
      row[extremesOffset + 1] = window.maximum
    }
  }

  @inline(__always) func count(_ index: Int) -> Double { row(index)[0] }
  @inline(__always) func sum(_ index: Int) -> Double { row(index)[1] }

  /// The first and the last value of a row with samples. Only where `parts` has them.
  func ends(_ index: Int) -> (first: Double, last: Double) {
    let row = row(index)
    return (row[endsOffset], row[endsOffset + 1])
  }

  /// Adds a row to what is known of a window, but for its ends.
  @inline(__always)
  func merge(_ index: Int, into window: inout WindowMoments) {
    let row = row(index)
    if row[0] == 0 { return }
    window.count += row[0]
    window.sum += row[1]
    if parts.contains(.deviation) {
      window.moments.merge(
        Moments(count: row[0], mean: row[deviationOffset], squares: row[deviationOffset + 1]))
    }
    if parts.contains(.extremes) {
      window.minimum = min(window.minimum, row[extremesOffset])
      window.maximum = max(window.maximum, row[extremesOffset + 1])
    }
  }
}
