/// Writes a column of numbers: as integers of a fixed number of bits where that is exact, else as they are.
struct NumberEncoder: Sendable {
  private var integers: [Int64] = []

  mutating func encode(_ values: ArraySlice<Double>, _ writer: inout ByteWriter) {
    guard let first = values.first else { return }
    let pattern = first.bitPattern
    if values.allSatisfy({ $0.bitPattern == pattern }) {
      let isMissing = pattern == Double.nan.bitPattern
      writer.byte(isMissing ? BatchCodec.Form.missing : BatchCodec.Form.constant)
      return isMissing ? () : writer.fixed(pattern)
    }
    guard let scale = BatchCodec.scales.indices.first(where: { scaled(values, by: BatchCodec.scales[$0]) }) else {
      writer.byte(BatchCodec.Form.raw)
      for value in values { writer.fixed(value.bitPattern) }
      return
    }
    encodeIntegers(values, scale: scale, &writer)
  }

  private func encodeIntegers(_ values: ArraySlice<Double>, scale: Int, _ writer: inout ByteWriter) {
    let isSparse = integers.count < values.count
    writer.byte(isSparse ? BatchCodec.Form.sparse : BatchCodec.Form.packed)
    writer.byte(UInt8(scale))
    if isSparse { writer.packed(values.count, width: 1) { values[values.startIndex + $0].isNaN ? 0 : 1 } }
    let least = integers.min() ?? 0
    // Both ends are below 2^53, so the difference doesn't overflow.
    let width = UInt64((integers.max() ?? 0) - least).width
    writer.zigzag(least)
    writer.byte(UInt8(width))
    integers.withUnsafeBufferPointer { integers in
      writer.packed(integers.count, width: width) { UInt64(integers[$0] - least) }
    }
  }

  /// Sets `integers` to the values times `scale`, without missing ones; false where one doesn't come back exactly.
  private mutating func scaled(_ values: ArraySlice<Double>, by scale: Double) -> Bool {
    integers.removeAll(keepingCapacity: true)
    for value in values {
      if value.bitPattern == Double.nan.bitPattern { continue }
      let integer = (value * scale).rounded()
      guard abs(integer) < BatchCodec.exactLimit, (integer / scale).bitPattern == value.bitPattern else { return false }
      // The zero of integers has no sign.
      guard integer != 0 || value.sign == .plus else { return false }
      integers.append(Int64(integer))
    }
    return true
  }
}
