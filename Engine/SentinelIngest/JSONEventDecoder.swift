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
    row.reset()
    guard let base = json.baseAddress else { return EventRefusal(line: position, field: "", reason: "is empty") }
    var reader = JSONEventReader(
      cursor: JSONCursor(base: base, count: json.count), keys: keys.lookups, row: row.slots,
      scratch: scratch.bytes(forEventOf: json.count))
    let isRead = withExtendedLifetime((keys, row, scratch)) { reader.readEvent() }
    guard isRead else { return reader.refusal(line: position) }
    if row.slots.state.pointee.timestamp == nil { row.slots.state.pointee.timestamp = arrivalTime }
    let fault = row.commit(into: &batch, position: position)
    guard fault == .none else { return EventRefusal(line: position, field: "timestamp", reason: fault.text) }
    return nil
  }
}

/// The key tables of a layout.
final class EventKeys {
  /// Plain values, valid as long as the tables.
  struct Lookups {
    let table: KeyLookup
    /// By the number that `table` gives.
    let roles: UnsafeMutablePointer<EventKey.Role>
    /// Numbers count from the first attribute slot of a row.
    let attributes: KeyLookup
    /// Numbers count from the first metric slot of a row.
    let metrics: KeyLookup
  }

  let lookups: Lookups
  private let tables: [KeyTable]

  init(layout: BatchLayout, attributes: [String]) {
    let roles = EventKey.all.map(\.role)
    let tables = [KeyTable(EventKey.all.map(\.name)), KeyTable(attributes), KeyTable(layout.metrics)]
    let copy = UnsafeMutablePointer<EventKey.Role>.allocate(capacity: roles.count)
    for (index, role) in roles.enumerated() { (copy + index).initialize(to: role) }
    self.tables = tables
    lookups = Lookups(
      table: tables[0].lookup, roles: copy, attributes: tables[1].lookup, metrics: tables[2].lookup)
  }

  deinit { lookups.roles.deallocate() }
}
