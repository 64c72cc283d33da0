package import SentinelModel

/// Writes batches as bytes; see ``BatchCodec``. Keeps its memory from batch to batch, so each thread has its own.
///
/// Costs a few nanoseconds a value; nothing is allocated for a row.
package struct BatchEncoder: Sendable {
  private var layout: BatchLayout?
  private var layoutBytes: [UInt8] = []
  private var sizeHint = 0
  private var labels = LabelEncoder()
  private var numbers = NumberEncoder()

  package init() {}

  /// The bytes of the rows that are meant.
  ///
  /// - Throws: `tooLarge` where the batch goes over ``BatchLimits``.
  package mutating func encode(_ batch: EventBatch) throws(BatchCodecFailure) -> [UInt8] {
    let columns = batch.labels.count + batch.numbers.count + batch.texts.count
    guard BatchLimits.allow(rows: batch.rows.count, columns: columns) else { throw .tooLarge }
    if layout != batch.layout { take(batch.layout) }
    var writer = ByteWriter()
    writer.reserve(sizeHint)
    writer.byte(BatchCodec.version)
    writer.varint(layoutBytes.count)
    layoutBytes.withUnsafeBufferPointer { writer.append($0) }
    writer.varint(batch.rows.count)
    if !batch.rows.isEmpty { encodeColumns(batch, &writer) }
    sizeHint = writer.bytes.count + writer.bytes.count / 8
    return writer.bytes
  }

  private mutating func take(_ layout: BatchLayout) {
    self.layout = layout
    var writer = ByteWriter()
    layout.encode(to: &writer)
    layoutBytes = writer.bytes
  }

  private mutating func encodeColumns(_ batch: EventBatch, _ writer: inout ByteWriter) {
    Self.encodeTimestamps(batch.timestamps[batch.rows], &writer)
    Self.encodeFlags(batch, &writer)
    Self.encodePositions(batch.positions[batch.rows], &writer)
    for column in batch.labels { labels.encode(column, batch.rows, &writer) }
    for column in batch.numbers { numbers.encode(column[batch.rows], &writer) }
    for column in batch.texts { Self.encodeTexts(column, batch, &writer) }
  }

  private static func encodeTimestamps(_ timestamps: ArraySlice<Timestamp>, _ writer: inout ByteWriter) {
    var choice = BatchCodec.units.count - 1
    for timestamp in timestamps {
      while timestamp.nanoseconds % BatchCodec.units[choice] != 0 { choice -= 1 }
      if choice == 0 { break }
    }
    writer.byte(UInt8(choice))
    let unit = BatchCodec.units[choice]
    var last: Int64 = 0
    for timestamp in timestamps {
      let value = timestamp.nanoseconds / unit
      writer.zigzag(value &- last)
      last = value
    }
  }

  /// Three bits a row: the kind, and whether it is an error.
  private static func encodeFlags(_ batch: EventBatch, _ writer: inout ByteWriter) {
    func flags(_ row: Int) -> UInt8 { batch.kinds[row].rawValue | (batch.errors[row] ? 4 : 0) }
    let rows = batch.rows
    var runs = 1
    for row in rows.dropFirst() where flags(row) != flags(row - 1) { runs += 1 }
    guard runs * 5 < rows.count else {
      writer.byte(BatchCodec.Form.packed)
      return writer.packed(rows.count, width: 3) { UInt64(flags(rows.lowerBound + $0)) }
    }
    writer.byte(BatchCodec.Form.runs)
    var start = rows.lowerBound
    for row in rows where row + 1 == rows.upperBound || flags(row + 1) != flags(row) {
      writer.byte(flags(row))
      writer.varint(row + 1 - start)
      start = row + 1
    }
  }

  /// Positions usually rise by one.
  private static func encodePositions(_ positions: ArraySlice<UInt32>, _ writer: inout ByteWriter) {
    guard let first = positions.first else { return }
    let step = positions.count > 1 ? Int64(positions[positions.startIndex + 1]) - Int64(first) : 0
    let isRegular = zip(positions, positions.dropFirst()).allSatisfy { Int64($1) - Int64($0) == step }
    writer.byte(isRegular ? BatchCodec.Form.constant : BatchCodec.Form.steps)
    writer.varint(UInt64(first))
    if isRegular { return writer.zigzag(step) }
    var last = Int64(first)
    for position in positions.dropFirst() {
      writer.zigzag(Int64(position) - last)
      last = Int64(position)
    }
  }

  private static func encodeTexts(_ column: EventBatch.TextColumn, _ batch: EventBatch, _ writer: inout ByteWriter) {
    let rows = batch.rows
    let width = UInt64(column.lengths[rows].max() ?? 0).width
    writer.byte(UInt8(width))
    writer.packed(rows.count, width: width) { UInt64(column.lengths[rows.lowerBound + $0]) }
    batch.arena.withUnsafeBufferPointer { arena in
      for row in rows {
        let start = Int(column.offsets[row])
        writer.append(UnsafeBufferPointer(rebasing: arena[start..<start + Int(column.lengths[row])]))
      }
    }
  }
}
