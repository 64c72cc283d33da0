import RuleCompiler
import SentinelModel

/// One row after the other of the batch at hand: what programs read of events.
///
/// A class, so that contexts point to it in place of holding a batch, whose columns would be counted each time.
final class EventCursor {
  let batch: EventBatch
  /// Samples of the batch's rows, for rules on single events.
  let samples: RowSampleTable
  var row = 0

  init(_ batch: EventBatch, samples: RowSampleTable = RowSampleTable()) {
    self.batch = batch
    self.samples = samples
  }

  func number(_ field: NumberField) -> Double { batch.layout.index(of: field).map { batch.numbers[$0][row] } ?? .nan }

  func sample(of metric: MetricID) -> Double { samples.value(of: metric, row: row) }

  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    switch operand {
    case .literal(let text): return text.withBytes(body)
    case .group: return body(UnsafeBufferPointer(start: nil, count: 0))
    case .label(let label):
      guard let column = batch.layout.index(of: label) else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return batch.labels[column].withBytes(of: batch.labels[column].codes[row], body)
    case .text(let field): return batch.withText(field, row: row, body)
    case .lowered(let inner):
      return withBytes(of: inner) { String(decoding: $0, as: UTF8.self) }.lowercased().withBytes(body)
    }
  }
}

/// An event by itself: no groups, no windows.
struct EventContext: ProgramContext {
  unowned(unsafe) let cursor: EventCursor

  func value(of call: CallID, slot: Int) -> Double { .nan }
  func isFiring(rule: Int) -> Double { .nan }
  func sample(of metric: MetricID) -> Double { cursor.sample(of: metric) }
  func number(_ field: NumberField) -> Double { cursor.number(field) }
  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    cursor.withBytes(of: operand, body)
  }
}

/// Samples of one batch by metric and row, for rules that look at single events.
struct RowSampleTable {
  private var columns: [MetricID: [Double]] = [:]

  init() {}

  init(_ samples: [RowSamples], metrics: Set<MetricID>, rowCount: Int) {
    for metric in metrics { columns[metric] = [Double](repeating: .nan, count: rowCount) }
    for column in samples where metrics.contains(column.metric) {
      for (row, value) in zip(column.rows, column.values) { columns[column.metric]?[Int(row)] = value }
    }
  }

  func value(of metric: MetricID, row: Int) -> Double { columns[metric].map { $0[row] } ?? .nan }
}

extension String {
  func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    var copy = self
    return copy.withUTF8(body)
  }
}
