public import SentinelModel

/// Samples of one metric with the groups they belong to, in time order: what rings take in at a time.
public struct SampleRun: Sendable {
  public private(set) var groups: [Int32] = []
  public private(set) var times: [Timestamp] = []
  public private(set) var values: [Double] = []
  public private(set) var weights: [Double] = []
  /// The rows of the batch that the samples came with.
  public private(set) var rows: [Int32] = []

  public init() {}

  public var count: Int { values.count }

  public mutating func append(group: Int32, at time: Timestamp, _ value: Double, weight: Double, row: Int32) {
    groups.append(group)
    times.append(time)
    values.append(value)
    weights.append(weight)
    rows.append(row)
  }

  /// Forgets the samples but keeps the memory.
  public mutating func removeAll() {
    groups.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}

extension MomentRing {
  /// Adds each sample of a run.
  public func add(_ run: SampleRun) {
    for place in 0..<run.count {
      add(group: Int(run.groups[place]), at: run.times[place], run.values[place], weight: run.weights[place])
    }
  }
}

extension HistogramRing {
  /// Adds each sample of a run.
  public func add(_ run: SampleRun) {
    for place in 0..<run.count {
      add(group: Int(run.groups[place]), at: run.times[place], run.values[place], weight: run.weights[place])
    }
  }
}
