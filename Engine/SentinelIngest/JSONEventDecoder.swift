package import SentinelModel

/// Reads events of rule-language.md §6: one JSON object (RFC 8259, at most 64 levels) becomes one row.
///
/// Whether an event is accepted depends on the event alone, never on what the layout reads: a known key with a value of
/// the wrong type refuses it everywhere. Unknown keys are checked as JSON and skipped. Of a key that occurs twice the
/// last value counts; the entries of two `attributes` or two `metrics` objects are joined.
///
/// A decoder allocates nothing per event; it reuses memory of its own, so one decoder serves one thread.
package struct JSONEventDecoder {
  package let layout: BatchLayout
  /// The time of events that have none; without it they are refused.
  package var arrivalTime: Timestamp?

  private let keys: EventKeys
  private let row: EventRow
  private let scratch = ScratchMemory()
  private let unread = NameTally()

  package init(layout: BatchLayout) {
    self.layout = layout
    row = EventRow(layout: layout)
    keys = EventKeys(layout: layout, attributes: row.attributes)
  }

  /// Appends the event in `json` to `batch`, or says why not; then `batch` is as it was.
  ///
  /// O(bytes).
  /// - Precondition: `batch` has this decoder's layout.
  package mutating func decode(
    _ json: UnsafeBufferPointer<UInt8>, into batch: inout EventBatch, position: UInt32
  ) -> EventRefusal? {
    precondition(batch.labels.count == layout.labels.count && batch.texts.count == layout.texts.count)
    guard batch.storedBytes < EventRow.batchLimit else {
      return EventRefusal(line: position, field: "", reason: FieldFault.batchFull.text)
    }
    if let refusal = decode(json, position: position) { return refusal }
    row.columns.move(to: &batch)
    return nil
  }

  /// What events held that has no meaning.
  var oddities: EventOddities {
    EventOddities(unreadKeys: unread.entries, strangeStatuses: row.strangeStatuses.entries)
  }

  /// Rows read and not moved to a batch, at most `StagedColumns.capacity`.
  var staged: StagedColumns { row.columns }

  /// Stages the event in `json` as a row, or says why not.
  mutating func decode(_ json: UnsafeBufferPointer<UInt8>, position: UInt32) -> EventRefusal? {
    row.reset()
    guard let base = json.baseAddress else { return EventRefusal(line: position, field: "", reason: "is empty") }
    var reader = JSONEventReader(
      cursor: JSONCursor(base: base, count: json.count), keys: keys.lookups, row: row.slots,
      scratch: scratch.bytes(forEventOf: json.count), unread: unread)
    let isRead = withExtendedLifetime((keys, row, scratch, unread)) { reader.readEvent() }
    guard isRead else { return reader.refusal(line: position) }
    if row.slots.state.pointee.timestamp == nil { row.slots.state.pointee.timestamp = arrivalTime }
    let fault = row.commit(position: position)
    guard fault == .none else { return EventRefusal(line: position, field: "timestamp", reason: fault.text) }
    return nil
  }
}
