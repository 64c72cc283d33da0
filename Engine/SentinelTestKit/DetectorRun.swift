import SentinelModel
import SentinelPlugin

/// What a detector gave for a stream of events, whatever batches they came in.
struct DetectorRun: Equatable {
  struct RowSample: Equatable {
    /// In the whole stream.
    let row: Int
    let value: UInt64
  }

  /// By output.
  var samples: [[RowSample]]
  var freeSamples: [FreeSample] = []
  var tallies = TallyTable()
  /// Rows that lie outside of what was measured, or go down.
  var strayRows = 0

  init(outputs: Int) { samples = Array(repeating: [], count: outputs) }

  /// Adds what a call gave.
  /// - Parameters:
  ///   - rows: the rows that were meant, as the batch counts them.
  ///   - offset: where the batch's first row stands in the stream.
  mutating func add<Output>(_ buffer: SampleBuffer<Output>, rows: Range<Int>, offset: Int) {
    for (index, column) in buffer.columns.enumerated() {
      var last = Int32(truncatingIfNeeded: rows.lowerBound)
      for (row, value) in zip(column.rows, column.values) {
        if !rows.contains(Int(row)) || row < last { strayRows += 1 }
        last = row
        samples[index].append(RowSample(row: Int(row) + offset, value: value.bitPattern))
      }
    }
    freeSamples += buffer.freeSamples
    tallies.merge(buffer.tallies)
  }

  /// The first difference in words; nil where there is none.
  func difference(from other: DetectorRun, _ metrics: [Metric]) -> String? {
    for (metric, (left, right)) in zip(metrics, zip(samples, other.samples)) where left != right {
      return "\(metric.name): " + Self.firstDifference(left, right)
    }
    if freeSamples != other.freeSamples {
      return "samples without an event: \(freeSamples.count) against \(other.freeSamples.count), or other values"
    }
    return tallies == other.tallies ? nil : "its counts of what it could not measure differ"
  }

  private static func firstDifference(_ left: [RowSample], _ right: [RowSample]) -> String {
    for (one, other) in zip(left, right) where one != other {
      return "\(one.text) against \(other.text)"
    }
    return "\(left.count) samples against \(right.count)"
  }
}

extension DetectorRun.RowSample {
  fileprivate var text: String { "\(Double(bitPattern: value)) for event \(row)" }
}
