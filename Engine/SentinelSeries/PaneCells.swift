import SentinelStatistics

/// Panes of a ring, a number each: nothing for an empty pane, the sample for a pane with one, and for any other the
/// place of its row.
///
/// Most series are slower than their panes: a sample every 15 s in panes of 15 s. Eight bytes a pane then hold all,
/// whatever is asked of it: the mean, both extremes and both ends of one sample are the sample. What is not a sample
/// is written into the bits of a NaN.
final class PaneCells {
  private let parts: MomentParts
  private let keepsTimes: Bool
  private let cells = Slab<Double>()
  /// Times of single samples, kept where their order matters.
  private let times = Slab<Int64>()
  private let rows: PaneSlab
  /// Rows that no pane has.
  private var free: [Int] = []

  private static let emptyCell = Double(bitPattern: 0x7FF8 << 48)
  /// The upper bits of a cell that holds a row.
  private static let rowTag: UInt64 = 0x7FFC

  init(parts: MomentParts) {
    self.parts = parts
    keepsTimes = parts.contains(.ends) || parts == .last
    rows = PaneSlab(parts: parts)
  }

  var byteCount: Int { (cells.count + times.count) * 8 + rows.byteCount + free.capacity * 8 }

  /// Adds empty panes up to `count`.
  func grow(to count: Int) {
    cells.grow(to: count) { Self.emptyCell }
    if keepsTimes { times.grow(to: count) { 0 } }
  }

  /// The row of a cell; negative for one that has none.
  @inline(__always)
  private static func row(in cell: Double) -> Int {
    let bits = cell.bitPattern
    return bits >> 48 == rowTag ? Int(bits & 0xFFFF_FFFF_FFFF) : -1
  }

  /// Adds a sample to a pane. Amortised O(1).
  @inline(__always)
  func add(_ index: Int, time: Int64, _ value: Double, weight: Double) {
    let row = Self.row(in: cells[index])
    if row >= 0 {
      rows.add(row, time: time, value, weight: weight)
    } else {
      addToSmall(index, time: time, value, weight: weight)
    }
  }

  private func addToSmall(_ index: Int, time: Int64, _ value: Double, weight: Double) {
    let cell = cells[index]
    if parts == .last {
      if cell.isNaN || time >= times[index] { set(index, time: time, value) }
      return
    }
    if cell.isNaN, weight == 1, value.isFinite {
      set(index, time: time, value)
      return
    }
    rows.add(makeRow(of: index), time: time, value, weight: weight)
  }

  /// Gives a pane that is empty or has one sample a row.
  private func makeRow(of index: Int) -> Int {
    let cell = cells[index]
    let row = takeRow()
    if !cell.isNaN { rows.add(row, time: keepsTimes ? times[index] : 0, cell, weight: 1) }
    cells[index] = Double(bitPattern: Self.rowTag << 48 | UInt64(row))
    return row
  }

  /// Adds what a pane of another ring holds, which keeps all that this one does; gives its count and sum.
  func take(_ index: Int, from other: PaneCells, _ otherIndex: Int) -> (count: Double, sum: Double) {
    let cell = other.cells[otherIndex]
    if !cell.isNaN {
      add(index, time: other.keepsTimes ? other.times[otherIndex] : 0, cell, weight: 1)
      return (1, cell)
    }
    let row = Self.row(in: cell)
    guard row >= 0 else { return (0, 0) }
    let own = Self.row(in: cells[index])
    rows.take(own >= 0 ? own : makeRow(of: index), from: other.rows, row)
    return (other.rows.count(row), other.rows.sum(row))
  }

  @inline(__always)
  private func set(_ index: Int, time: Int64, _ value: Double) {
    cells[index] = value
    if keepsTimes { times[index] = time }
  }

  private func takeRow() -> Int {
    if let row = free.popLast() { return row }
    rows.grow(rows: rows.rowCount + 1)
    return rows.rowCount - 1
  }

  @inline(__always)
  func empty(_ index: Int) {
    let row = Self.row(in: cells[index])
    if row >= 0 {
      rows.empty(row)
      free.append(row)
    }
    cells[index] = Self.emptyCell
  }

  /// Adds count and sum of a pane.
  @inline(__always)
  func addTotals(_ index: Int, count: inout Double, sum: inout Double) {
    let cell = cells[index]
    if !cell.isNaN {
      count += 1
      sum += cell
      return
    }
    let row = Self.row(in: cell)
    guard row >= 0 else { return }
    count += rows.count(row)
    sum += rows.sum(row)
  }

  /// Adds a pane to what is known of a window, but for its ends.
  @inline(__always)
  func merge(_ index: Int, into window: inout WindowMoments) {
    let cell = cells[index]
    if cell.isNaN {
      let row = Self.row(in: cell)
      if row >= 0 { rows.merge(row, into: &window) }
      return
    }
    window.count += 1
    window.sum += cell
    if parts.contains(.deviation) { window.moments.add(cell) }
    if parts.contains(.extremes) {
      window.minimum = min(window.minimum, cell)
      window.maximum = max(window.maximum, cell)
    }
  }

  /// The first and the last value of a pane by time, or nil for an empty one. Only where `parts` has them.
  func ends(_ index: Int) -> (first: Double, last: Double)? {
    let cell = cells[index]
    if !cell.isNaN { return (cell, cell) }
    let row = Self.row(in: cell)
    return row >= 0 ? rows.ends(row) : nil
  }
}
