import SentinelModel

/// Reads what ``LabelEncoder`` has written.
enum LabelDecoder {
  /// Fills an empty column.
  ///
  /// - Returns: how many bytes the values of all rows have.
  static func decode(
    _ rows: Int, _ reader: inout ByteReader, into column: inout LabelColumn
  ) throws(BatchCodecFailure) -> Int {
    let count = try reader.varint(atMost: min(rows, reader.remaining))
    let lengths = try readValues(count, &reader, into: &column)
    column.codes.reserveCapacity(rows)
    guard count > 0 else {
      column.codes.append(contentsOf: repeatElement(0, count: rows))
      return 0
    }
    switch try reader.byte() {
    case BatchCodec.Form.ascending:
      guard count == rows else { throw reader.malformed }
      column.codes.append(contentsOf: 1...UInt32(count))
      return lengths.reduce(0, +)
    case BatchCodec.Form.packed: return try readCodes(rows, lengths, &reader, into: &column)
    default: throw reader.malformed
    }
  }

  private static func readCodes(
    _ rows: Int, _ lengths: [Int], _ reader: inout ByteReader, into column: inout LabelColumn
  ) throws(BatchCodecFailure) -> Int {
    var (sum, highest) = (0, UInt64(0))
    try reader.packed(rows, width: UInt64(lengths.count).width) { code in
      highest = max(highest, code)
      column.codes.append(UInt32(truncatingIfNeeded: code))
      if code > 0, code <= lengths.count { sum += lengths[Int(code) - 1] }
    }
    guard highest <= lengths.count else { throw reader.malformed }
    return sum
  }

  /// Numbers the values from 1 on; none may be empty, and none may occur twice.
  private static func readValues(
    _ count: Int, _ reader: inout ByteReader, into column: inout LabelColumn
  ) throws(BatchCodecFailure) -> [Int] {
    var lengths: [Int] = []
    lengths.reserveCapacity(count)
    for _ in 0..<count { lengths.append(try reader.varint(atMost: reader.remaining)) }
    for (index, length) in lengths.enumerated() {
      let code = column.intern(try reader.take(length).bindMemory(to: UInt8.self))
      guard Int(code) == index + 1 else { throw reader.malformed }
    }
    return lengths
  }
}
