import RuleCompiler
import SentinelModel

/// What a rule's program reads: a group at a time and, for a rule on single events, the event.
///
/// It lives within one evaluation and counts no references.
struct RuleContext: ProgramContext {
  unowned(unsafe) let store: SeriesStore
  unowned(unsafe) let state: RuleState
  unowned(unsafe) let firing: FiringTable
  /// -1 for an event whose labels have no group yet.
  let group: Int
  let instant: Timestamp
  /// Whether the store's cursor is at the event that is judged.
  let isOnEvent: Bool

  @inline(__always)
  func value(of call: CallID, slot: Int = -1) -> Double {
    let seen = slot >= 0 ? state.firstSeen(group, slot: slot) : state.firstSeen(group, call: call)
    return store.value(of: call, group: group, at: instant, seen: seen)
  }

  func isFiring(rule: Int) -> Double {
    firing.isFiring(rule, askedBy: state.index, tuple: tuple) ? 1 : 0
  }

  func number(_ field: NumberField) -> Double { isOnEvent ? store.cursor.number(field) : .nan }

  func sample(of metric: MetricID) -> Double { isOnEvent ? store.cursor.sample(of: metric) : .nan }

  /// The values of `by`.
  var tuple: [String] {
    if group >= 0 { return store.groups[state.plan.space].tuples[group] ?? [] }
    return isOnEvent ? store.tuple(of: store.cursor.row, space: state.plan.space) : []
  }

  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    switch operand {
    case .group(let place):
      let tuple = tuple
      return (place < tuple.count ? tuple[place] : "").withBytes(body)
    case .lowered(let inner):
      return withBytes(of: inner) { String(decoding: $0, as: UTF8.self) }.lowercased().withBytes(body)
    case .literal(let text): return text.withBytes(body)
    case .label, .text:
      return isOnEvent ? store.cursor.withBytes(of: operand, body) : body(UnsafeBufferPointer(start: nil, count: 0))
    }
  }
}
