import SentinelModel

/// Reads events from the records of a CSV file; the first one is the header [P66].
///
/// An empty cell is absent. Timestamps may also be written `YYYY-MM-DD HH:MM:SS[.f]`, which is UTC [P64].
struct CSVEventDecoder {
  private let path: String
  private let mapping: CSVMapping
  private let row: EventRow
  private let scratch = ScratchMemory()
  private var header: CSVHeader?
  /// How many cells of each column had no meaning.
  private var unread: [Int] = []

  init(layout: BatchLayout, mapping: CSVMapping, path: String) {
    self.path = path
    self.mapping = mapping
    row = EventRow(layout: layout)
  }

  /// What events held that has no meaning.
  var oddities: EventOddities {
    let columns = zip(header?.names ?? [], unread).filter { $1 > 0 }.map { (name: String($0.prefix(64)), count: $1) }
    return EventOddities(unreadKeys: columns, strangeStatuses: row.strangeStatuses.entries)
  }

  /// Rows read and not moved to a batch.
  var staged: StagedColumns { row.columns }

  /// Reads a record: the header, or an event that is staged as a row.
  mutating func decode(
    _ record: UnsafeBufferPointer<UInt8>, position: UInt32
  ) throws(ReplayInputError) -> EventRefusal? {
    guard let base = record.baseAddress else { return nil }
    row.reset()
    var cells = CSVCells(base: base, count: record.count, scratch: scratch.bytes(forEventOf: record.count))
    guard let header else {
      let made = try CSVHeader(names: Self.names(&cells), mapping: mapping, row: row, path: path)
      header = made
      unread = Array(repeating: 0, count: made.names.count)
      return nil
    }
    if let refusal = read(&cells, header, position) { return refusal }
    let fault = row.commit(position: position)
    return fault == .none ? nil : EventRefusal(line: position, field: "timestamp", reason: fault.text)
  }

  private static func names(_ cells: inout CSVCells) -> [String] {
    var names: [String] = []
    while let cell = cells.next() { names.append(String(decoding: trimmed(cell), as: UTF8.self)) }
    return names
  }

  private mutating func read(_ cells: inout CSVCells, _ header: CSVHeader, _ position: UInt32) -> EventRefusal? {
    var index = 0
    while let cell = cells.next() {
      if index < header.columns.count, cell.count > 0 {
        if case .unknown = header.columns[index] { unread[index] += 1 }
        let fault = read(cell, header.columns[index])
        guard fault == .none else {
          return EventRefusal(line: position, field: header.names[index], reason: fault.text)
        }
      }
      index += 1
    }
    guard index == header.columns.count else {
      let reason = "has \(index) cells, the header has \(header.columns.count)"
      return EventRefusal(line: position, field: "", reason: reason)
    }
    return nil
  }

  private func read(_ cell: TextSlice, _ column: CSVHeader.Column) -> FieldFault {
    switch column {
    case .unknown, .ignored: return .none
    case .timestamp: return readTimestamp(Self.trimmed(cell))
    case .label(let slot):
      guard UTF8Sequence.isValid(cell) else { return .badUTF8 }
      row.slots.labels[slot] = cell
    case .text(let slot):
      guard UTF8Sequence.isValid(cell) else { return .badUTF8 }
      row.slots.texts[slot] = cell
      row.slots.state.pointee.hasOtherFields = true
    case .number(let slot, let isMilliseconds):
      return readNumber(cell) { value in
        row.slots.numbers[slot] = isMilliseconds ? value / 1_000 : value
        row.slots.state.pointee.hasOtherFields = true
        return value < 0 ? .negative : .none
      }
    case .statusCode:
      return readNumber(cell) { value in
        row.slots.state.pointee.setStatusCode(value, Self.trimmed(cell))
        row.slots.state.pointee.hasOtherFields = true
        return .none
      }
    case .metric(let slot):
      return readNumber(cell) { value in
        if slot >= 0 { row.slots.numbers[slot] = value }
        row.slots.state.pointee.hasMetrics = true
        return .none
      }
    }
    return .none
  }

  private func readTimestamp(_ cell: TextSlice) -> FieldFault {
    if cell.count == 0 { return .none }
    if let number = Self.number(cell) {
      row.slots.state.pointee.timestamp = number.timestamp
      return row.slots.state.pointee.timestamp == nil ? .timestampOutOfRange : .none
    }
    row.slots.state.pointee.timestamp = Timestamp(rfc3339: cell, zoneRequired: false)
    return row.slots.state.pointee.timestamp == nil ? .badTimestamp : .none
  }

  private func readNumber(_ cell: TextSlice, _ take: (Double) -> FieldFault) -> FieldFault {
    let cell = Self.trimmed(cell)
    if cell.count == 0 { return .none }
    guard let number = Self.number(cell) else { return .notANumber }
    let value = number.double
    return value.isFinite ? take(value) : .notFinite
  }

  private static func number(_ cell: TextSlice) -> DecimalNumber? {
    guard let base = cell.baseAddress else { return nil }
    var cursor = JSONCursor(base: base, count: cell.count)
    guard let number = cursor.number(), cursor.position == cell.count else { return nil }
    return number
  }

  private static func trimmed(_ cell: TextSlice) -> TextSlice {
    var (start, end) = (0, cell.count)
    while start < end, cell[start] == 0x20 || cell[start] == 0x09 { start += 1 }
    while end > start, cell[end - 1] == 0x20 || cell[end - 1] == 0x09 { end -= 1 }
    return TextSlice(rebasing: cell[start..<end])
  }
}
