import SentinelModel

extension BatchLayout {
  /// Columns by name, in their order.
  func encode(to writer: inout ByteWriter) {
    writer.varint(labels.count)
    for label in labels {
      if case .attribute = label { writer.byte(1) } else { writer.byte(0) }
      writer.text(label.name)
    }
    writer.varint(numbers.count)
    for number in numbers { writer.varint(number.rawValue) }
    writer.varint(texts.count)
    for text in texts { writer.varint(text.rawValue) }
    writer.varint(metrics.count)
    for metric in metrics { writer.text(metric) }
  }

  /// Reads what ``encode(to:)`` has written.
  init(_ reader: inout ByteReader) throws(BatchCodecFailure) {
    let labels = try Self.list(&reader) { (reader) throws(BatchCodecFailure) in try Self.label(&reader) }
    let numbers = try Self.list(&reader) { (reader) throws(BatchCodecFailure) in
      NumberField(rawValue: try reader.varint(atMost: 1 << 16))
    }
    let texts = try Self.list(&reader) { (reader) throws(BatchCodecFailure) in
      TextField(rawValue: try reader.varint(atMost: 1 << 16))
    }
    let metrics = try Self.list(&reader) { (reader) throws(BatchCodecFailure) in try reader.text() }
    self.init(labels: labels, numbers: numbers, texts: texts, metrics: metrics)
    // Columns follow in this order, so it must be the one that the layout has of itself, and nothing may occur twice.
    guard self.labels == labels, self.numbers == numbers, self.texts == texts, self.metrics == metrics else {
      throw reader.malformed
    }
  }

  private static func list<Value>(
    _ reader: inout ByteReader, _ value: (inout ByteReader) throws(BatchCodecFailure) -> Value?
  ) throws(BatchCodecFailure) -> [Value] {
    // Each entry takes at least a byte.
    let count = try reader.varint(atMost: min(reader.remaining, BatchLimits.columns))
    var values: [Value] = []
    for _ in 0..<count {
      guard let value = try value(&reader) else { throw reader.malformed }
      values.append(value)
    }
    return values
  }

  private static func label(_ reader: inout ByteReader) throws(BatchCodecFailure) -> LabelReference? {
    let kind = try reader.byte()
    let name = try reader.text()
    switch kind {
    case 0: return .label(name)
    case 1: return .attribute(name)
    default: return nil
    }
  }
}
