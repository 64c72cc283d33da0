public import SentinelModel

/// Samples of one metric that belong to rows of a batch, in row order.
public struct SampleColumn: Sendable, Equatable {
  public var rows: [Int32] = []
  public var values: [Double] = []
  /// How many observations each sample stands for; empty means 1 each.
  public var weights: [Double] = []

  public init() {}

  public var isEmpty: Bool { rows.isEmpty }
  public var count: Int { rows.count }

  public mutating func append(row: Int, _ value: Double) {
    rows.append(Int32(truncatingIfNeeded: row))
    values.append(value)
    if !weights.isEmpty { weights.append(1) }
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

/// Where a detector puts its samples. NaN and infinite values are refused and counted.
public struct SampleBuffer<Output: DetectorOutput>: Sendable {
  /// By the outputs' raw values.
  public private(set) var columns: [SampleColumn]
  public private(set) var freeSamples: [FreeSample] = []
  /// Counts of what could not be measured, by what and why: unpriced models by name.
  public private(set) var tallies = TallyTable()
  private let isWanted: [Bool]

  /// - Parameter wanted: the outputs that somebody reads; samples of others are dropped at once.
  public init(wanted: Set<Output> = Set(Output.allCases)) {
    columns = Array(repeating: SampleColumn(), count: Output.allCases.count)
    var isWanted = [Bool](repeating: false, count: Output.allCases.count)
    for output in wanted where isWanted.indices.contains(output.rawValue) { isWanted[output.rawValue] = true }
    self.isWanted = isWanted
  }

  /// Whether anybody reads `output`: a detector may skip work for one that nobody does.
  public func wants(_ output: Output) -> Bool {
    isWanted.indices.contains(output.rawValue) && isWanted[output.rawValue]
  }

  /// Adds a sample of an event's row, with the event's time and labels. Rows must not go down.
  @inline(__always)
  public mutating func append(_ output: Output, row: Int, _ value: Double) {
    let index = output.rawValue
    guard isWanted.indices.contains(index), isWanted[index] else { return }
    guard value.isFinite else {
      tallies.count("not_finite", output.metric.name)
      return
    }
    columns[index].append(row: row, value)
  }

  /// Adds a sample with its own time and labels.
  public mutating func append(_ output: Output, at timestamp: Timestamp, labels: LabelSet, _ value: Double) {
    guard wants(output) else { return }
    guard value.isFinite else {
      tallies.count("not_finite", output.metric.name)
      return
    }
    freeSamples.append(FreeSample(output: output.rawValue, timestamp: timestamp, labels: labels, value: value))
  }

  /// Counts something that could not be measured.
  public mutating func tally(_ reason: String, _ name: String) { tallies.count(reason, name) }

  /// Forgets samples and tallies but keeps the memory.
  public mutating func removeAll() {
    for index in columns.indices {
      columns[index].rows.removeAll(keepingCapacity: true)
      columns[index].values.removeAll(keepingCapacity: true)
      columns[index].weights.removeAll(keepingCapacity: true)
    }
    freeSamples.removeAll(keepingCapacity: true)
    tallies = TallyTable()
  }
}

/// Bounded counts by (reason, name). Names beyond the bound share the name `…`.
public struct TallyTable: Sendable, Equatable {
  public struct Key: Hashable, Sendable, Comparable {
    public let reason: String
    public let name: String

    public static func < (left: Key, right: Key) -> Bool { (left.reason, left.name) < (right.reason, right.name) }
  }

  /// How many names are kept.
  public static let capacity = 1_000

  private var counts: [Key: Int] = [:]

  public init() {}

  public var isEmpty: Bool { counts.isEmpty }

  /// In the order of reason and name.
  public var entries: [(key: Key, count: Int)] { counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

  public mutating func count(_ reason: String, _ name: String, by amount: Int = 1) {
    var key = Key(reason: reason, name: name)
    if counts[key] == nil, counts.count >= Self.capacity { key = Key(reason: reason, name: "…") }
    counts[key, default: 0] += amount
  }

  public mutating func merge(_ other: TallyTable) {
    for (key, count) in other.entries { self.count(key.reason, key.name, by: count) }
  }
}
