package import SentinelModel

/// Reads batches from bytes; see ``BatchCodec``. Bytes of anybody's making are safe: they give a batch or a failure, in
/// memory bounded by ``BatchLimits`` and a small multiple of the bytes.
package struct BatchDecoder: Sendable {
  /// The layout that came last, and its bytes: batches that follow each other usually agree.
  private var layout: BatchLayout?
  private var layoutBytes: [UInt8] = []

  package init() {}

  /// The batch, all of its rows meant.
  package mutating func decode(_ bytes: [UInt8]) throws(BatchCodecFailure) -> EventBatch {
    // Offsets of texts have 32 bits.
    guard bytes.count <= Int32.max else { throw .tooLarge }
    return try bytes.withUnsafeBufferPointer { (bytes) throws(BatchCodecFailure) in
      var reader = ByteReader(UnsafeRawBufferPointer(bytes))
      return try decode(&reader)
    }
  }

  private mutating func decode(_ reader: inout ByteReader) throws(BatchCodecFailure) -> EventBatch {
    let version = try reader.byte()
    guard version > 0 else { throw reader.malformed }
    guard version <= BatchCodec.version else { throw .newerVersion(version) }
    var batch = EventBatch(layout: try readLayout(&reader))
    let rows = try reader.varint(atMost: BatchLimits.rows)
    let columns = batch.labels.count + batch.numbers.count + batch.texts.count
    guard BatchLimits.allow(rows: rows, columns: columns) else { throw .tooLarge }
    if rows > 0 { try Self.readColumns(rows, &reader, &batch) }
    guard reader.remaining == 0 else { throw reader.malformed }
    batch.rows = 0..<rows
    return batch
  }

  private mutating func readLayout(_ reader: inout ByteReader) throws(BatchCodecFailure) -> BatchLayout {
    let count = try reader.varint(atMost: reader.remaining)
    let bytes = try reader.take(count)
    if let layout, layoutBytes.elementsEqual(bytes) { return layout }
    var inner = ByteReader(bytes)
    let layout = try BatchLayout(&inner)
    guard inner.remaining == 0 else { throw reader.malformed }
    self.layout = layout
    layoutBytes = Array(bytes)
    return layout
  }

  private static func readColumns(
    _ rows: Int, _ reader: inout ByteReader, _ batch: inout EventBatch
  ) throws(BatchCodecFailure) {
    try readTimestamps(rows, &reader, &batch)
    try readFlags(rows, &reader, &batch)
    try readPositions(rows, &reader, &batch)
    for index in batch.labels.indices {
      batch.labelBytes += try LabelDecoder.decode(rows, &reader, into: &batch.labels[index])
    }
    for index in batch.numbers.indices { batch.numbers[index] = try NumberDecoder.decode(rows, &reader) }
    for index in batch.texts.indices { try readTexts(index, rows, &reader, &batch) }
  }

  private static func readTimestamps(
    _ rows: Int, _ reader: inout ByteReader, _ batch: inout EventBatch
  ) throws(BatchCodecFailure) {
    let choice = Int(try reader.byte())
    guard BatchCodec.units.indices.contains(choice) else { throw reader.malformed }
    batch.timestamps.reserveCapacity(rows)
    var value: Int64 = 0
    for _ in 0..<rows {
      value = value &+ (try reader.zigzag())
      let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: BatchCodec.units[choice])
      if overflow { throw reader.malformed }
      batch.timestamps.append(Timestamp(nanoseconds: nanoseconds))
    }
  }

  private static func readFlags(
    _ rows: Int, _ reader: inout ByteReader, _ batch: inout EventBatch
  ) throws(BatchCodecFailure) {
    batch.kinds.reserveCapacity(rows)
    batch.errors.reserveCapacity(rows)
    func append(_ flags: UInt64, _ count: Int) {
      // Three bits have eight values, and kinds are four.
      guard let kind = OperationKind(rawValue: UInt8(truncatingIfNeeded: flags & 3)) else { return }
      batch.kinds.append(contentsOf: repeatElement(kind, count: count))
      batch.errors.append(contentsOf: repeatElement(flags & 4 != 0, count: count))
    }
    let form = try reader.byte()
    if form == BatchCodec.Form.packed { return try reader.packed(rows, width: 3) { append($0, 1) } }
    guard form == BatchCodec.Form.runs else { throw reader.malformed }
    while batch.kinds.count < rows {
      let flags = try reader.byte()
      let count = try reader.varint(atMost: rows - batch.kinds.count)
      guard flags < 8, count > 0 else { throw reader.malformed }
      append(UInt64(flags), count)
    }
  }

  private static func readPositions(
    _ rows: Int, _ reader: inout ByteReader, _ batch: inout EventBatch
  ) throws(BatchCodecFailure) {
    let form = try reader.byte()
    guard form == BatchCodec.Form.constant || form == BatchCodec.Form.steps else { throw reader.malformed }
    var position = Int64(try reader.varint(atMost: Int(UInt32.max)))
    var step = form == BatchCodec.Form.constant ? try reader.zigzag() : 0
    batch.positions.reserveCapacity(rows)
    for row in 0..<rows {
      if row > 0 {
        if form == BatchCodec.Form.steps { step = try reader.zigzag() }
        position = position.addingSaturating(step)
      }
      guard let stored = UInt32(exactly: position) else { throw reader.malformed }
      batch.positions.append(stored)
    }
  }

  private static func readTexts(
    _ index: Int, _ rows: Int, _ reader: inout ByteReader, _ batch: inout EventBatch
  ) throws(BatchCodecFailure) {
    let width = Int(try reader.byte())
    guard width <= 32 else { throw reader.malformed }
    var offset = batch.arena.count
    let start = offset
    batch.texts[index].offsets.reserveCapacity(rows)
    batch.texts[index].lengths.reserveCapacity(rows)
    // Lengths of 32 bits for 2^18 rows: the sum stays far below 2^63, and must be there.
    try reader.packed(rows, width: width) { length in
      batch.texts[index].offsets.append(UInt32(truncatingIfNeeded: offset))
      batch.texts[index].lengths.append(UInt32(truncatingIfNeeded: length))
      offset += Int(length)
    }
    batch.arena.append(contentsOf: try reader.take(offset - start))
  }
}
