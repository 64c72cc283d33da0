import SentinelModel

/// The fields of one event while it is read; it becomes a row of a batch only once all of it is in order.
///
/// Slices point into the event's own bytes or into scratch, so they are valid until the next event is read.
/// Bounds: an index into `labels`, `numbers` or `texts` comes from `layout` through this type, never from input.
final class EventRow {
  let layout: BatchLayout
  let slots: EventSlots
  /// The attributes that the layout reads, sorted, as labels of their own or in place of a top-level field.
  let attributes: [String]
  /// Where the columns of the batch take their values from.
  private struct LabelSource {
    /// Index into `labels`; -1 for none.
    var field: Int
    var attribute: Int
  }

  static let labelCount = LabelReference.topLevelNames.count
  static let numberCount = NumberField.allCases.count
  static let textCount = TextField.allCases.count

  private let labelSources: [LabelSource]
  private let numberSources: [Int]
  private let textSources: [Int]
  private let statusIndex: Int
  private let errorTypeIndex: Int
  private let kindIndex: Int

  init(layout: BatchLayout) {
    self.layout = layout
    let attributes = Set(layout.labels.map(\.name)).sorted()
    self.attributes = attributes
    labelSources = layout.labels.map { label in
      let attribute = attributes.firstIndex(of: label.name).map { Self.labelCount + $0 } ?? -1
      guard case .label(let name) = label else { return LabelSource(field: -1, attribute: attribute) }
      return LabelSource(field: EventKey.labelIndex(name) ?? -1, attribute: attribute)
    }
    numberSources = layout.numbers.map(\.rawValue) + layout.metrics.indices.map { Self.numberCount + $0 }
    textSources = layout.texts.map(\.rawValue)
    statusIndex = EventKey.labelIndex("status") ?? 0
    errorTypeIndex = EventKey.labelIndex("error_type") ?? 0
    kindIndex = EventKey.labelIndex("kind") ?? 0
    slots = EventSlots(layout: layout, labelCount: Self.labelCount + attributes.count)
  }

  deinit { slots.deallocate() }

  func reset() { slots.reset() }

  /// The most bytes that the texts and labels of a batch may take: offsets in a batch are 32 bits wide.
  static let batchLimit = 1 << 30

  /// Appends the row to `batch`, which has this layout.
  func commit(into batch: inout EventBatch, position: UInt32) -> FieldFault {
    guard let timestamp = slots.state.pointee.timestamp else { return .missingTimestamp }
    guard batch.arena.count < Self.batchLimit, batch.labelBytes < Self.batchLimit else { return .batchFull }
    resolveStatus()
    batch.timestamps.append(timestamp)
    batch.kinds.append(kind)
    batch.errors.append(isError)
    batch.positions.append(position)
    commitLabels(into: &batch)
    commitNumbers(into: &batch)
    commitTexts(into: &batch)
    batch.rows = 0..<batch.timestamps.count
    return .none
  }

  private func commitLabels(into batch: inout EventBatch) {
    var bytes = 0
    batch.labels.withUnsafeMutableBufferPointer { columns in
      for index in columns.indices where index < labelSources.count {
        let source = labelSources[index]
        var slice = source.field >= 0 ? slots.labels[source.field] : TextSlice(start: nil, count: 0)
        if slice.count == 0, source.attribute >= 0 { slice = slots.labels[source.attribute] }
        columns[index].append(slice)
        bytes += slice.count
      }
    }
    batch.labelBytes += bytes
  }

  private func commitNumbers(into batch: inout EventBatch) {
    batch.numbers.withUnsafeMutableBufferPointer { columns in
      for index in columns.indices where index < numberSources.count {
        columns[index].append(slots.numbers[numberSources[index]])
      }
    }
  }

  private func commitTexts(into batch: inout EventBatch) {
    for index in textSources.indices {
      let slice = slots.texts[textSources[index]]
      batch.texts[index].offsets.append(UInt32(truncatingIfNeeded: batch.arena.count))
      batch.texts[index].lengths.append(UInt32(truncatingIfNeeded: slice.count))
      if slice.count > 0 { batch.arena.append(contentsOf: slice) }
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
    return status.count > 0 ? Self.isWord(status, "error") : slots.labels[errorTypeIndex].count > 0
  }

  private func resolveStatus() {
    let statusCode = slots.state.pointee.statusCode
    guard statusCode != .none, slots.labels[statusIndex].count == 0 else { return }
    slots.labels[statusIndex] = Self.slice(statusCode == .error ? "error" : "ok")
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
