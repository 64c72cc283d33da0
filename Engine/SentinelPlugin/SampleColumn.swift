public import SentinelModel

/// Samples of one metric that belong to rows of a batch, in row order.
public struct SampleColumn: Sendable, Equatable {
  public var rows: [Int32] = []
  public var values: [Double] = []
  /// How many observations each sample stands for; empty means 1 each.
  public var weights: [Double] = []

  @inlinable
  public init() {}

  public var isEmpty: Bool { rows.isEmpty }
  public var count: Int { rows.count }

  @inlinable
  public mutating func append(row: Int, _ value: Double) {
    rows.append(Int32(truncatingIfNeeded: row))
    values.append(value)
    if !weights.isEmpty { weights.append(1) }
  }

  /// Makes room for `count` further samples.
  @inlinable
  mutating func reserve(_ count: Int) {
    rows.reserveCapacity(rows.count + count)
    values.reserveCapacity(values.count + count)
  }

  /// Forgets the samples but keeps the memory.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
  }
}

/// A sample without an event: its time and labels are its own.
public struct FreeSample: Sendable, Equatable {
  public let output: Int
  public let timestamp: Timestamp
  public let labels: LabelSet
  public let value: Double

  public init(output: Int, timestamp: Timestamp, labels: LabelSet, value: Double) {
    self.output = output
    self.timestamp = timestamp
    self.labels = labels
    self.value = value
  }
}
