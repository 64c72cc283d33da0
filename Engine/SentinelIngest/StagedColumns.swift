import SentinelModel

/// The columns of a batch while its rows are read: memory of fixed size that all batches of an input share, so that a
/// row costs a store a column and no check for room. A plain value, valid as long as its ``EventRow``.
///
/// Bounds: a row is below `capacity`, a column below the count that the layout gives; ``EventRow`` sees to both.
struct StagedColumns {
  /// Rows of a batch at most.
  static let capacity = 512

  let timestamps: UnsafeMutablePointer<Timestamp>
  let kinds: UnsafeMutablePointer<OperationKind>
  let errors: UnsafeMutablePointer<Bool>
  let positions: UnsafeMutablePointer<UInt32>
  let labels: UnsafeMutablePointer<LabelInterner>
  /// One column behind the other, each of `capacity` rows; so are the texts.
  let numbers: UnsafeMutablePointer<Double>
  let textOffsets: UnsafeMutablePointer<UInt32>
  let textLengths: UnsafeMutablePointer<UInt32>
  let state: UnsafeMutablePointer<State>
  private let labelCount: Int
  private let numberCount: Int
  private let textCount: Int

  struct State {
    var count = 0
    var labelBytes = 0
    /// UTF-8 of all texts.
    var arena: [UInt8] = []
    /// Bytes that the texts of the last full batch took.
    var arenaHint = 0
  }

  init(layout: BatchLayout) {
    let rows = Self.capacity
    labelCount = layout.labels.count
    numberCount = layout.numbers.count + layout.metrics.count
    textCount = layout.texts.count
    timestamps = Self.column(rows, Timestamp(nanoseconds: 0))
    kinds = Self.column(rows, .call)
    errors = Self.column(rows, false)
    positions = Self.column(rows, 0)
    numbers = Self.column(rows * numberCount, 0)
    textOffsets = Self.column(rows * textCount, 0)
    textLengths = Self.column(rows * textCount, 0)
    labels = .allocate(capacity: labelCount)
    for index in 0..<labelCount { (labels + index).initialize(to: LabelInterner(capacity: rows)) }
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  private static func column<Value>(_ count: Int, _ value: Value) -> UnsafeMutablePointer<Value> {
    let column = UnsafeMutablePointer<Value>.allocate(capacity: count)
    column.initialize(repeating: value, count: count)
    return column
  }

  func deallocate() {
    for index in 0..<labelCount { labels[index].deallocate() }
    state.deinitialize(count: 1)
    timestamps.deallocate()
    kinds.deallocate()
    errors.deallocate()
    positions.deallocate()
    labels.deallocate()
    numbers.deallocate()
    textOffsets.deallocate()
    textLengths.deallocate()
    state.deallocate()
  }

  /// Rows that are staged.
  @inline(__always)
  var count: Int { state.pointee.count }

  /// Bytes of the texts and labels of the staged rows.
  @inline(__always)
  var storedBytes: Int { state.pointee.arena.count + state.pointee.labelBytes }

  /// Appends all rows to `batch`, which has this layout, and forgets them. O(bytes of the rows).
  func move(to batch: inout EventBatch) {
    let rows = count
    batch.timestamps.append(contentsOf: UnsafeBufferPointer(start: timestamps, count: rows))
    batch.kinds.append(contentsOf: UnsafeBufferPointer(start: kinds, count: rows))
    batch.errors.append(contentsOf: UnsafeBufferPointer(start: errors, count: rows))
    batch.positions.append(contentsOf: UnsafeBufferPointer(start: positions, count: rows))
    for index in 0..<labelCount { labels[index].move(rows, to: &batch.labels[index]) }
    for index in 0..<numberCount {
      batch.numbers[index].append(
        contentsOf: UnsafeBufferPointer(start: numbers + index * Self.capacity, count: rows))
    }
    moveTexts(rows, to: &batch)
    batch.labelBytes += state.pointee.labelBytes
    batch.rows = 0..<batch.timestamps.count
    state.pointee.count = 0
    state.pointee.labelBytes = 0
  }

  private func moveTexts(_ rows: Int, to batch: inout EventBatch) {
    let start = UInt32(truncatingIfNeeded: batch.arena.count)
    for index in 0..<textCount {
      let first = index * Self.capacity
      for place in first..<first + rows { textOffsets[place] &+= start }
      batch.texts[index].offsets.append(contentsOf: UnsafeBufferPointer(start: textOffsets + first, count: rows))
      batch.texts[index].lengths.append(contentsOf: UnsafeBufferPointer(start: textLengths + first, count: rows))
    }
    if batch.arena.isEmpty {
      swap(&batch.arena, &state.pointee.arena)
    } else {
      batch.arena.append(contentsOf: state.pointee.arena)
    }
    if rows > 1 { state.pointee.arenaHint = batch.arena.count + batch.arena.count / 8 }
    state.pointee.arena.removeAll(keepingCapacity: true)
  }

  /// Makes room for the texts of as many rows as the last batch had.
  func reserveTexts() { state.pointee.arena.reserveCapacity(state.pointee.arenaHint) }
}
