import SentinelModel

/// Answers that depend on a few labels of a row only, kept by the combination of the labels' codes in a batch: each
/// is worked out once for each distinct combination, not for each row.
struct LabelMemo {
  let labels: [LabelReference]
  private var answers: [Int32] = []
  private var columns: [(index: Int, stride: Int)] = []
  private var isOn = false

  static let unasked: Int32 = .min
  /// With more combinations than this rows are worked out one by one.
  private static let limit = 1 << 13

  init(labels: some Sequence<LabelReference>) { self.labels = Set(labels).sorted() }

  /// Forgets all; must be called before rows of another batch are asked for.
  mutating func begin(_ batch: EventBatch) {
    columns.removeAll(keepingCapacity: true)
    var size = 1
    for label in labels {
      guard let index = batch.layout.index(of: label) else { continue }
      columns.append((index, size))
      let (product, overflow) = size.multipliedReportingOverflow(by: batch.labels[index].distinctCount)
      size = overflow ? .max : product
      if size > Self.limit { break }
    }
    isOn = size <= Self.limit
    answers.removeAll(keepingCapacity: true)
    if isOn { answers.append(contentsOf: repeatElement(Self.unasked, count: size)) }
  }

  /// Drops what is kept for the batch at hand.
  mutating func forget() {
    for key in answers.indices { answers[key] = Self.unasked }
  }

  /// Where the row's answer is kept; nil where none are.
  @inline(__always)
  func key(_ row: Int, _ batch: EventBatch) -> Int? {
    guard isOn else { return nil }
    var key = 0
    for column in columns { key += Int(batch.labels[column.index].codes[row]) * column.stride }
    return key
  }

  @inline(__always)
  subscript(key: Int) -> Int32 {
    get { answers[key] }
    set { answers[key] = newValue }
  }
}
