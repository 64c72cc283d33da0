import SentinelModel

/// Writes a column of labels: the values in the order of their first rows, then a number a row.
struct LabelEncoder: Sendable {
  /// The number of each code of the batch; 0 where it has none yet.
  private var numbers: [UInt32] = []
  /// The codes in the order of their numbers.
  private var order: [UInt32] = []

  mutating func encode(_ column: LabelColumn, _ rows: Range<Int>, _ writer: inout ByteWriter) {
    number(column, rows)
    writer.varint(order.count)
    for code in order { writer.varint(column.withBytes(of: code) { $0.count }) }
    for code in order { column.withBytes(of: code) { writer.append($0) } }
    guard !order.isEmpty else { return }
    // Where each row has a value of its own, the numbers count up.
    guard order.count < rows.count else { return writer.byte(BatchCodec.Form.ascending) }
    writer.byte(BatchCodec.Form.packed)
    let width = UInt64(order.count).width
    column.codes.withUnsafeBufferPointer { codes in
      numbers.withUnsafeBufferPointer { numbers in
        writer.packed(rows.count, width: width) { UInt64(numbers[Int(codes[rows.lowerBound + $0])]) }
      }
    }
  }

  private mutating func number(_ column: LabelColumn, _ rows: Range<Int>) {
    order.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    numbers.append(contentsOf: repeatElement(0, count: column.distinctCount))
    for code in column.codes[rows] where code != 0 && numbers[Int(code)] == 0 {
      order.append(code)
      numbers[Int(code)] = UInt32(truncatingIfNeeded: order.count)
    }
  }
}
