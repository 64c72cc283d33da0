import SentinelModel

/// The fields of one event while it is read; it becomes a row of the staged columns only once all of it is in order.
///
/// Slices point into the event's own bytes or into scratch, so they are valid until the next event is read.
/// Bounds: an index into `labels`, `numbers` or `texts` comes from `layout` through this type, never from input.
final class EventRow {
  let layout: BatchLayout
  let slots: EventSlots
  let columns: StagedColumns
  /// The attributes that the layout reads, sorted, as labels of their own or in place of a top-level field.
  let attributes: [String]
  /// Where a column takes its values from.
  private struct LabelSource {
    /// Index into `labels`; -1 for none.
    var field: Int
    var attribute: Int
  }

  static let labelCount = LabelReference.topLevelNames.count
  static let numberCount = NumberField.allCases.count
  static let textCount = TextField.allCases.count

  private let labelSources: UnsafeMutablePointer<LabelSource>
  private let numberSources: UnsafeMutablePointer<Int>
  private let labelColumns: Int
  private let numberColumns: Int
  private let textSources: [Int]
  private let statusIndex: Int
  private let errorTypeIndex: Int
  private let kindIndex: Int
  /// Values of `status` that say neither success nor failure.
  let strangeStatuses = NameTally()

  init(layout: BatchLayout) {
    self.layout = layout
    let attributes = Set(layout.labels.map(\.name)).sorted()
    self.attributes = attributes
    labelSources = .allocate(capacity: layout.labels.count)
    for (index, label) in layout.labels.enumerated() {
      let attribute = attributes.firstIndex(of: label.name).map { Self.labelCount + $0 } ?? -1
      var field = -1
      if case .label(let name) = label { field = EventKey.labelIndex(name) ?? -1 }
      (labelSources + index).initialize(to: LabelSource(field: field, attribute: attribute))
    }
    let numbers = layout.numbers.map(\.rawValue) + layout.metrics.indices.map { Self.numberCount + $0 }
    numberSources = .allocate(capacity: numbers.count)
    for (index, source) in numbers.enumerated() { (numberSources + index).initialize(to: source) }
    labelColumns = layout.labels.count
    numberColumns = numbers.count
    textSources = layout.texts.map(\.rawValue)
    statusIndex = EventKey.labelIndex("status") ?? 0
    errorTypeIndex = EventKey.labelIndex("error_type") ?? 0
    kindIndex = EventKey.labelIndex("kind") ?? 0
    slots = EventSlots(layout: layout, labelCount: Self.labelCount + attributes.count)
    columns = StagedColumns(layout: layout)
  }

  deinit {
    slots.deallocate()
    columns.deallocate()
    labelSources.deallocate()
    numberSources.deallocate()
  }

  func reset() { slots.reset() }

  /// The most bytes that the texts and labels of a batch may take: offsets in a batch are 32 bits wide.
  static let batchLimit = 1 << 30

  /// Appends the row to the staged columns.
  func commit(position: UInt32) -> FieldFault {
    guard let timestamp = slots.state.pointee.timestamp else { return .missingTimestamp }
    let row = columns.count
    guard row < StagedColumns.capacity, columns.storedBytes < Self.batchLimit else { return .batchFull }
    resolveStatus()
    columns.timestamps[row] = timestamp
    columns.kinds[row] = kind
    columns.errors[row] = isError
    columns.positions[row] = position
    commitLabels(row)
    for index in 0..<numberColumns {
      columns.numbers[index * StagedColumns.capacity + row] = slots.numbers[numberSources[index]]
    }
    if !textSources.isEmpty { commitTexts(row) }
    columns.state.pointee.count = row + 1
    return .none
  }

  private func commitLabels(_ row: Int) {
    var bytes = 0
    for index in 0..<labelColumns {
      let source = labelSources[index]
      var slice = source.field >= 0 ? slots.labels[source.field] : TextSlice(start: nil, count: 0)
      if slice.count == 0, source.attribute >= 0 { slice = slots.labels[source.attribute] }
      columns.labels[index].set(row, slice)
      bytes += slice.count
    }
    columns.state.pointee.labelBytes += bytes
  }

  private func commitTexts(_ row: Int) {
    if row == 0 { columns.reserveTexts() }
    for index in textSources.indices {
      let slice = slots.texts[textSources[index]]
      let place = index * StagedColumns.capacity + row
      columns.textOffsets[place] = UInt32(truncatingIfNeeded: columns.state.pointee.arena.count)
      columns.textLengths[place] = UInt32(truncatingIfNeeded: slice.count)
      if slice.count > 0 { columns.state.pointee.arena.append(contentsOf: slice) }
    }
  }

  /// [P83], [P63]
  private var kind: OperationKind {
    if slots.state.pointee.hasMetrics, !slots.state.pointee.hasOtherFields { return .samples }
    let kind = slots.labels[kindIndex]
    if kind.count == 0 || Self.isWord(kind, "llm") { return .call }
    return Self.isWord(kind, "embedding") || Self.isWord(kind, "embeddings") ? .embedding : .other
  }

  /// [P61]
  private var isError: Bool {
    let status = slots.labels[statusIndex]
    guard status.count > 0 else { return slots.labels[errorTypeIndex].count > 0 }
    if Self.isWord(status, "ok") { return false }
    if Self.isWord(status, "error") { return true }
    if !Self.isSuccess(status) { strangeStatuses.add(status) }
    return false
  }

  private static func isSuccess(_ status: TextSlice) -> Bool {
    let isHTTP = status.count == 3 && status.allSatisfy { 0x30...0x39 ~= $0 } && 0x31...0x33 ~= status[0]
    return isHTTP || successes.contains { isWord(status, $0) }
  }

  private static let successes: [StaticString] = ["success", "succeeded", "completed", "unset"]

  /// An HTTP status stands in for a missing `status` and, as OpenTelemetry's `error.type` has it, for the missing type of
  /// an error.
  private func resolveStatus() {
    let statusCode = slots.state.pointee.statusCode
    guard statusCode != .none else { return }
    if slots.labels[statusIndex].count == 0 {
      slots.labels[statusIndex] = Self.slice(statusCode == .error ? "error" : "ok")
    }
    if statusCode == .error, slots.labels[errorTypeIndex].count == 0, isError {
      slots.labels[errorTypeIndex] = slots.state.pointee.failureCode
    }
  }

  private static func slice(_ word: StaticString) -> TextSlice {
    TextSlice(start: word.utf8Start, count: word.utf8CodeUnitCount)
  }

  /// Whether `text` is `word`, which is lower case, in any case.
  private static func isWord(_ text: TextSlice, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount, let base = text.baseAddress else { return false }
    for index in 0..<text.count where base[index] | 0x20 != word.utf8Start[index] { return false }
    return true
  }
}
