public import SentinelModel

/// One event of a test, with just the fields that the test is about.
public struct EventRow: Sendable, Equatable {
  public var timestamp: Timestamp
  public var kind: OperationKind
  public var isError: Bool
  public var labels: [LabelReference: String]
  public var numbers: [NumberField: Double]
  public var texts: [TextField: String]
  /// What the event has under `metrics`.
  public var metrics: [String: Double]

  /// - Parameters:
  ///   - seconds: the time after 1970-01-01T00:00:00Z.
  ///   - labels: top-level fields such as `service`.
  public init(
    at seconds: Double = 0, kind: OperationKind = .call, isError: Bool = false, labels: [String: String] = [:],
    attributes: [String: String] = [:], numbers: [NumberField: Double] = [:], texts: [TextField: String] = [:],
    metrics: [String: Double] = [:]
  ) {
    timestamp = Timestamp(nanoseconds: Int64(exactly: (seconds * 1e9).rounded()) ?? 0)
    self.kind = kind
    self.isError = isError
    self.labels = [:]
    for (name, value) in labels { self.labels[.label(name)] = value }
    for (name, value) in attributes { self.labels[.attribute(name)] = value }
    self.numbers = numbers
    self.texts = texts
    self.metrics = metrics
  }
}

extension EventBatch {
  /// A batch of these events in this order, with `layout` or, without one, a column for all that they have.
  public static func rows(_ rows: [EventRow], layout: BatchLayout? = nil) -> EventBatch {
    var batch = EventBatch(layout: layout ?? BatchLayout(of: rows))
    for (position, row) in rows.enumerated() { batch.append(row, position: position) }
    batch.rows = 0..<rows.count
    return batch
  }

  private mutating func append(_ row: EventRow, position: Int) {
    timestamps.append(row.timestamp)
    kinds.append(row.kind)
    errors.append(row.isError)
    positions.append(UInt32(truncatingIfNeeded: position))
    for (index, label) in layout.labels.enumerated() {
      let code = labels[index].intern(row.labels[label] ?? "")
      labels[index].codes.append(code)
    }
    for (index, field) in layout.numbers.enumerated() { numbers[index].append(row.numbers[field] ?? .nan) }
    for (index, name) in layout.metrics.enumerated() {
      numbers[layout.numbers.count + index].append(row.metrics[name] ?? .nan)
    }
    for (index, field) in layout.texts.enumerated() {
      let text = Array((row.texts[field] ?? "").utf8)
      texts[index].offsets.append(UInt32(truncatingIfNeeded: arena.count))
      texts[index].lengths.append(UInt32(truncatingIfNeeded: text.count))
      arena += text
    }
  }
}

extension BatchLayout {
  /// Every column that exists, and one for each attribute and metric of these events.
  init(of rows: [EventRow]) {
    let every = BatchLayout.everything
    self.init(
      labels: every.labels + rows.flatMap(\.labels.keys), numbers: every.numbers, texts: every.texts,
      metrics: rows.flatMap(\.metrics.keys))
  }
}
