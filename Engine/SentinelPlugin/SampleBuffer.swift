public import SentinelModel

/// Where a detector puts its samples. NaN and infinite values are refused and counted.
///
/// Everything on the path of an event is inlinable: a detector's loop over a column must become a loop over numbers,
/// not a call through witness tables for each event.
public struct SampleBuffer<Output: DetectorOutput>: Sendable {
  /// By the outputs' raw values.
  @usableFromInline var storage: [SampleColumn]
  public private(set) var freeSamples: [FreeSample] = []
  /// Counts of what could not be measured, by what and why: unpriced models by name.
  public private(set) var tallies = TallyTable()
  @usableFromInline let isWanted: [Bool]

  /// By the outputs' raw values.
  public var columns: [SampleColumn] { storage }

  /// - Parameter wanted: the outputs that somebody reads; samples of others are dropped at once.
  public init(wanted: Set<Output> = Set(Output.allCases)) {
    storage = Array(repeating: SampleColumn(), count: Output.allCases.count)
    var isWanted = [Bool](repeating: false, count: Output.allCases.count)
    for output in wanted where isWanted.indices.contains(output.rawValue) { isWanted[output.rawValue] = true }
    self.isWanted = isWanted
  }

  /// The samples of one output.
  public subscript(output: Output) -> SampleColumn {
    storage.indices.contains(output.rawValue) ? storage[output.rawValue] : SampleColumn()
  }

  /// Whether anybody reads `output`: a detector may skip work for one that nobody does.
  @inlinable
  public func wants(_ output: Output) -> Bool {
    let index = output.rawValue
    return index >= 0 && index < isWanted.count && isWanted[index]
  }

  /// Adds a sample of an event's row, with the event's time and labels. Rows must not go down.
  @inlinable
  public mutating func append(_ output: Output, row: Int, _ value: Double) {
    guard wants(output) else { return }
    guard value.isFinite else { return countRefused(output, 1) }
    storage[output.rawValue].append(row: row, value)
  }

  /// Adds a sample for each of `rows` to which `value` gives a number; NaN means that the row has none.
  ///
  /// The quick way for a metric that is a function of columns. Infinite values are refused and counted.
  @inlinable
  public mutating func fill(_ output: Output, rows: Range<Int>, _ value: (_ row: Int) -> Double) {
    guard wants(output) else { return }
    // Taken out while it grows, so that the loop checks uniqueness of one array, not of the array of columns too.
    var column = storage[output.rawValue]
    storage[output.rawValue] = SampleColumn()
    column.reserve(rows.count)
    var refused = 0
    for row in rows {
      let value = value(row)
      if value.isFinite { column.append(row: row, value) } else if value.isInfinite { refused += 1 }
    }
    storage[output.rawValue] = column
    if refused > 0 { countRefused(output, refused) }
  }

  /// Adds a sample with its own time and labels.
  public mutating func append(_ output: Output, at timestamp: Timestamp, labels: LabelSet, _ value: Double) {
    guard wants(output) else { return }
    guard value.isFinite else { return countRefused(output, 1) }
    freeSamples.append(FreeSample(output: output.rawValue, timestamp: timestamp, labels: labels, value: value))
  }

  /// Counts something that could not be measured.
  public mutating func tally(_ reason: String, _ name: String, by amount: Int = 1) {
    tallies.count(reason, name, by: amount)
  }

  @usableFromInline
  mutating func countRefused(_ output: Output, _ amount: Int) {
    tallies.count("not_finite", output.metric.name, by: amount)
  }

  /// Forgets samples and tallies but keeps the memory.
  public mutating func removeAll() {
    for index in storage.indices { storage[index].removeAll() }
    freeSamples.removeAll(keepingCapacity: true)
    tallies = TallyTable()
  }
}
