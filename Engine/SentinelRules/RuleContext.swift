import RuleCompiler
import SentinelModel

/// What a rule's program reads: a group at a time and, for a rule on single events, the event.
struct RuleContext: ProgramContext {
  let store: SeriesStore
  let state: RuleState
  let firing: FiringTable
  let group: Int
  let instant: Timestamp
  let tuple: [String]
  let event: EventContext?
  let samples: RowSampleTable?

  func value(of call: CallID) -> Double {
    store.calls[call].value(group: group, at: instant, seen: state.firstSeen(group, call: call))
  }

  func isFiring(rule: Int) -> Double {
    firing.isFiring(rule, askedBy: state.index, tuple: tuple) ? 1 : 0
  }

  func number(_ field: NumberField) -> Double { event?.number(field) ?? .nan }

  func sample(of metric: MetricID) -> Double {
    guard let samples, let event else { return .nan }
    return samples.value(of: metric, row: event.row)
  }

  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    switch operand {
    case .group(let place): (place < tuple.count ? tuple[place] : "").withBytes(body)
    case .lowered(let inner):
      withBytes(of: inner) { String(decoding: $0, as: UTF8.self) }.lowercased().withBytes(body)
    case .literal(let text): text.withBytes(body)
    case .label, .text:
      event?.withBytes(of: operand, body) ?? body(UnsafeBufferPointer(start: nil, count: 0))
    }
  }
}

/// Who asks about whose firing alerts.
final class FiringTable {
  private var indices: [Int: [Int: FiringIndex]] = [:]
  /// Asking rules by named rule.
  private var askers: [Int: [Int]] = [:]

  init(plan: RuleSetPlan) {
    for (asking, rule) in plan.rules.enumerated() {
      for named in rule.namedRules {
        let index = FiringIndex(
          named: plan.spaces[plan.rules[named].space].by, asking: plan.spaces[rule.space].by)
        indices[asking, default: [:]][named] = index
        askers[named, default: []].append(asking)
      }
    }
  }

  func isFiring(_ named: Int, askedBy asking: Int, tuple: [String]) -> Bool {
    indices[asking]?[named]?.isFiring(for: tuple) ?? false
  }

  func change(_ named: Int, tuple: [String], isFiring: Bool) {
    for asking in askers[named] ?? [] { indices[asking]?[named]?.change(tuple, isFiring: isFiring) }
  }
}

/// Samples of one batch by metric and row, for rules that look at single events.
struct RowSampleTable {
  private var columns: [MetricID: [Double]] = [:]

  init(_ samples: [RowSamples], metrics: Set<MetricID>, rowCount: Int) {
    for metric in metrics { columns[metric] = [Double](repeating: .nan, count: rowCount) }
    for column in samples where metrics.contains(column.metric) {
      for (row, value) in zip(column.rows, column.values) { columns[column.metric]?[Int(row)] = value }
    }
  }

  func value(of metric: MetricID, row: Int) -> Double { columns[metric].map { $0[row] } ?? .nan }
}

/// Samples of one metric that belong to rows of a batch, in row order.
package struct RowSamples: Sendable {
  /// A ``MetricID`` of the plan.
  package let metric: Int
  package let rows: [Int32]
  package let values: [Double]
  /// Empty: each stands for one observation.
  package let weights: [Double]

  package init(metric: Int, rows: [Int32], values: [Double], weights: [Double]) {
    self.metric = metric
    self.rows = rows
    self.values = values
    self.weights = weights
  }
}
