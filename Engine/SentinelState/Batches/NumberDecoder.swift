/// Reads what ``NumberEncoder`` has written.
enum NumberDecoder {
  static func decode(_ rows: Int, _ reader: inout ByteReader) throws(BatchCodecFailure) -> [Double] {
    let form = try reader.byte()
    switch form {
    case BatchCodec.Form.missing: return [Double](repeating: .nan, count: rows)
    case BatchCodec.Form.constant: return [Double](repeating: Double(bitPattern: try reader.fixed()), count: rows)
    case BatchCodec.Form.raw: return try raw(rows, &reader)
    case BatchCodec.Form.packed, BatchCodec.Form.sparse:
      return try scaled(rows, isSparse: form == BatchCodec.Form.sparse, &reader)
    default: throw reader.malformed
    }
  }

  private static func raw(_ rows: Int, _ reader: inout ByteReader) throws(BatchCodecFailure) -> [Double] {
    let bytes = try reader.take(rows * 8)
    return (0..<rows).map { Double(bitPattern: bytes.number(at: $0 * 8, as: UInt64.self)) }
  }

  private static func scaled(
    _ rows: Int, isSparse: Bool, _ reader: inout ByteReader
  ) throws(BatchCodecFailure) -> [Double] {
    let choice = Int(try reader.byte())
    guard BatchCodec.scales.indices.contains(choice) else { throw reader.malformed }
    var values = [Double](repeating: .nan, count: rows)
    var present: [Int32] = []
    if isSparse { present = try presentRows(rows, &reader) }
    let least = try reader.zigzag()
    let width = Int(try reader.byte())
    guard width <= 54, abs(Double(least)) < BatchCodec.exactLimit else { throw reader.malformed }
    var index = 0
    try reader.packed(isSparse ? present.count : rows, width: width) { number in
      let value = Double(least &+ Int64(bitPattern: number)) / BatchCodec.scales[choice]
      values[isSparse ? Int(present[index]) : index] = value
      index += 1
    }
    return values
  }

  private static func presentRows(_ rows: Int, _ reader: inout ByteReader) throws(BatchCodecFailure) -> [Int32] {
    var present: [Int32] = []
    var row: Int32 = 0
    try reader.packed(rows, width: 1) { bit in
      if bit == 1 { present.append(row) }
      row += 1
    }
    return present
  }
}
