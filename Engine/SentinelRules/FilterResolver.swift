import RuleCompiler
import SentinelModel
import SentinelPatterns

/// Decides which rows a call's label filter accepts.
struct FilterResolver {
  private let filter: LabelFilter
  private var memo: LabelMemo
  private let inputs: EventInputs
  /// See ``RowResolver``.
  private var isReadable = true

  init(_ filter: LabelFilter) {
    self.filter = filter
    memo = LabelMemo(labels: filter.matchers.map(\.label))
    inputs = EventInputs([], labels: filter.matchers.map(\.label))
  }

  mutating func begin(_ batch: EventBatch) {
    guard !filter.matchers.isEmpty else { return }
    memo.begin(batch)
    isReadable = inputs.areIn(batch.layout)
  }

  @inline(__always)
  mutating func accepts(_ row: Int, _ cursor: EventCursor) -> Bool {
    filter.matchers.isEmpty || (isReadable && decide(row, cursor))
  }

  private mutating func decide(_ row: Int, _ cursor: EventCursor) -> Bool {
    guard let key = memo.key(row, cursor.batch) else { return matches(row, cursor) }
    if memo[key] == LabelMemo.unasked { memo[key] = matches(row, cursor) ? 1 : 0 }
    return memo[key] == 1
  }

  private func matches(_ row: Int, _ cursor: EventCursor) -> Bool {
    cursor.row = row
    return filter.matchers.allSatisfy { matcher in
      cursor.withBytes(of: .label(matcher.label)) { bytes in
        switch matcher.test {
        case .equals(let text): bytes.elementsEqual(text.utf8)
        case .differs(let text): !bytes.elementsEqual(text.utf8)
        case .matches(let pattern): pattern.matchesWhole(bytes)
        case .matchesNot(let pattern): !pattern.matchesWhole(bytes)
        }
      }
    }
  }
}
