import RuleCompiler
import SentinelModel

/// Decides for rows of a batch whether they pass a space's `where`, and which group they belong to.
///
/// Both depend on a few labels only, whose values repeat within a batch: answers are kept by the combination of the
/// labels' codes, so that a batch costs as many look-ups as it has distinct combinations.
struct RowResolver {
  private let space: GroupSpace
  private let filter: CompiledProgram?
  private let labels: [LabelReference]
  /// Whether `where` reads nothing but labels.
  private let isLabelOnly: Bool
  /// By combined code: see `Answer`.
  private var memo: [Int32] = []
  private var strides: [Int] = []
  private var columns: [Int] = []
  private var usesMemo = false

  private enum Answer {
    static let unasked: Int32 = -2
    static let filtered: Int32 = -1
  }

  /// More combinations than this are looked up row by row.
  private static let memoLimit = 1 << 16

  init(space: GroupSpace) {
    self.space = space
    let filterLabels = space.filter.map { $0.labelReferences } ?? []
    filter = space.filter.map { CompiledProgram($0) }
    labels = Set(space.by.map { LabelReference.label($0) } + filterLabels).sorted()
    isLabelOnly = space.filter?.readsOnlyLabels ?? true
  }

  /// Must be called before rows of another batch are asked for.
  mutating func begin(_ batch: EventBatch) {
    columns = labels.map { batch.layout.index(of: $0) ?? -1 }
    strides = []
    var size = 1
    for column in columns {
      strides.append(size)
      let distinct = column < 0 ? 1 : batch.labels[column].distinctCount
      let (product, overflow) = size.multipliedReportingOverflow(by: distinct)
      size = overflow ? .max : product
      if size > Self.memoLimit { break }
    }
    usesMemo = isLabelOnly && size <= Self.memoLimit
    memo = usesMemo ? [Int32](repeating: Answer.unasked, count: size) : []
  }

  /// Drops kept answers: a group that they name is gone.
  mutating func forget() {
    for key in memo.indices { memo[key] = Answer.unasked }
  }

  /// The row's group, or nil where `where` doesn't hold. New tuples get a group.
  mutating func group(of row: Int, in batch: EventBatch, groups: inout GroupTable, machine: inout Machine) -> Int? {
    guard usesMemo else { return lookUp(row, batch, &groups, &machine) }
    var key = 0
    for place in columns.indices where columns[place] >= 0 {
      key += Int(batch.labels[columns[place]].codes[row]) * strides[place]
    }
    var answer = memo[key]
    if answer == Answer.unasked {
      answer = lookUp(row, batch, &groups, &machine).map { Int32($0) } ?? Answer.filtered
      memo[key] = answer
    }
    return answer < 0 ? nil : Int(answer)
  }

  private func lookUp(_ row: Int, _ batch: EventBatch, _ groups: inout GroupTable, _ machine: inout Machine) -> Int? {
    guard passes(row, batch, &machine) else { return nil }
    return groups.resolve(tuple(of: row, in: batch))
  }

  /// Whether `where` holds; unknown is no.
  func passes(_ row: Int, _ batch: EventBatch, _ machine: inout Machine) -> Bool {
    guard let filter else { return true }
    var context = EventContext(batch: batch, row: row)
    return machine.run(filter, &context) == 1
  }

  /// The values of `by`.
  func tuple(of row: Int, in batch: EventBatch) -> [String] {
    space.by.map { batch.column(.label($0))?[row] ?? "" }
  }
}

/// An event by itself: no groups, no windows.
struct EventContext: ProgramContext {
  let batch: EventBatch
  let row: Int

  func value(of call: CallID) -> Double { .nan }
  func isFiring(rule: Int) -> Double { .nan }
  func sample(of metric: MetricID) -> Double { .nan }

  func number(_ field: NumberField) -> Double { batch.layout.index(of: field).map { batch.numbers[$0][row] } ?? .nan }

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

extension String {
  func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    var copy = self
    return copy.withUTF8(body)
  }
}
