import RuleCompiler
import SentinelModel

/// Decides for rows of a batch whether they pass a space's `where`, and which group they belong to.
struct RowResolver {
  private let by: [LabelReference]
  private let filter: CompiledProgram?
  /// Whether `where` reads nothing but labels, so that rows with equal labels have equal answers.
  private let isLabelOnly: Bool
  private var memo: LabelMemo
  private let inputs: EventInputs
  /// Whether the batch has all columns that are read. One decoded for rules before may not: what it doesn't tell is not
  /// the same as what an event lacks, so its rows are not for this space.
  private var isReadable = true

  private static let filtered: Int32 = -1

  init(space: GroupSpace) {
    by = space.by.map { .label($0) }
    filter = space.filter.map { CompiledProgram($0) }
    isLabelOnly = space.filter?.readsOnlyLabels ?? true
    memo = LabelMemo(labels: by + (space.filter?.labelReferences ?? []))
    inputs = EventInputs(space.filter.map { [$0] } ?? [], labels: by)
  }

  /// Must be called before rows of another batch are asked for.
  mutating func begin(_ batch: EventBatch) {
    memo.begin(batch)
    isReadable = inputs.areIn(batch.layout)
  }

  /// Drops kept answers: a group that they name is gone.
  mutating func forget() { memo.forget() }

  /// The row's group, or nil where `where` doesn't hold. New tuples get a group.
  mutating func group(
    of row: Int, _ cursor: EventCursor, groups: inout GroupTable, machine: Machine
  ) -> Int? {
    guard isReadable else { return nil }
    guard isLabelOnly, let key = memo.key(row, cursor.batch) else { return lookUp(row, cursor, &groups, machine) }
    var answer = memo[key]
    if answer == LabelMemo.unasked {
      answer = lookUp(row, cursor, &groups, machine).map { Int32($0) } ?? Self.filtered
      memo[key] = answer
    }
    return answer < 0 ? nil : Int(answer)
  }

  private func lookUp(
    _ row: Int, _ cursor: EventCursor, _ groups: inout GroupTable, _ machine: Machine
  ) -> Int? {
    guard passes(row, cursor, machine) else { return nil }
    return groups.resolve(tuple(of: row, cursor))
  }

  /// Whether `where` holds; unknown is no.
  func passes(_ row: Int, _ cursor: EventCursor, _ machine: Machine) -> Bool {
    guard isReadable else { return false }
    guard let filter else { return true }
    cursor.row = row
    var context = EventContext(cursor: cursor)
    return machine.run(filter, &context) == 1
  }

  /// The values of `by`.
  func tuple(of row: Int, _ cursor: EventCursor) -> [String] {
    by.map { label in cursor.batch.layout.index(of: label).map { cursor.batch.labels[$0][row] } ?? "" }
  }
}
