import SentinelModel

/// One walk over one event: puts what it finds into the row.
struct JSONEventReader {
  var cursor: JSONCursor
  let keys: EventKeys.Lookups
  let row: EventSlots
  var scratch: ScratchBytes
  /// Counts keys that have no meaning. The decoder keeps it.
  private unowned(unsafe) let unread: NameTally
  private var fieldFault = FieldFault.none
  private var faultKey = TextSlice(start: nil, count: 0)
  private var faultContainer = ""

  init(cursor: JSONCursor, keys: EventKeys.Lookups, row: EventSlots, scratch: ScratchBytes, unread: NameTally) {
    self.cursor = cursor
    self.keys = keys
    self.row = row
    self.scratch = scratch
    self.unread = unread
  }

  /// Reads the whole text; on false ``refusal(line:)`` says why.
  mutating func readEvent() -> Bool {
    cursor.skipBlanks()
    guard cursor.take(0x7B) else { return cursor.fail(.notAnObject) }
    cursor.skipBlanks()
    if !cursor.take(0x7D) {
      var previous = EventKeys.Lookups.start
      repeat {
        cursor.skipBlanks()
        guard readField(behind: &previous) else { return false }
        cursor.skipBlanks()
      } while cursor.take(0x2C)
      guard cursor.take(0x7D) else { return cursor.fail(.missingComma) }
    }
    cursor.skipBlanks()
    return cursor.position == cursor.end || cursor.fail(.trailing)
  }

  /// - Parameter previous: the last known key.
  @inline(__always)
  private mutating func readField(behind previous: inout Int) -> Bool {
    let expected = keys.successors[previous]
    if cursor.end - cursor.position >= KeyToken.width, keys.tokens[expected].stands(at: cursor.base + cursor.position) {
      let key = TextSlice(start: cursor.base + cursor.position + 1, count: keys.tokens[expected].length - 3)
      cursor.position += keys.tokens[expected].length
      cursor.skipBlanks()
      previous = expected
      return readField(key, expected)
    }
    guard let key = cursor.string(&scratch), cursor.takeColon() else { return false }
    let index = keys.table.value(of: key, readable: readable(key))
    // An unknown key makes a request of the event all the same [P63]: it is a field other than the plain ones.
    guard index >= 0 else { return readUnknown(key) }
    keys.successors[previous] = index
    previous = index
    return readField(key, index)
  }

  private mutating func readField(_ key: TextSlice, _ index: Int) -> Bool {
    switch keys.roles[index] {
    case .timestamp: return readTimestamp(key)
    case .label(let label): return readLabel(key, label)
    case .number(let field, let isMilliseconds): return readNumber(key, field.rawValue, isMilliseconds)
    case .text(let text): return readText(key, text.rawValue)
    case .statusCode: return readStatusCode(key)
    case .metrics: return readMetrics(key)
    case .attributes: return readAttributes(key)
    case .list: return readList(key)
    }
  }

  /// How many bytes from the start of `key` on may be read.
  @inline(__always)
  private func readable(_ key: TextSlice) -> Int {
    guard let start = key.baseAddress else { return 0 }
    let offset = start - cursor.base
    return offset >= 0 && offset < cursor.end ? cursor.end - offset : key.count
  }

  @inline(__always)
  private var isAtNull: Bool { cursor.current == 0x6E }

  private mutating func fail(_ key: TextSlice, _ fault: FieldFault, in container: String = "") -> Bool {
    fieldFault = fault
    faultKey = key
    faultContainer = container
    return false
  }

  private mutating func readUnknown(_ key: TextSlice) -> Bool {
    if isAtNull { return cursor.takeWord() }
    unread.add(key)
    row.state.pointee.hasOtherFields = true
    return cursor.skipValue(depth: 1)
  }

  private mutating func readTimestamp(_ key: TextSlice) -> Bool {
    switch cursor.current {
    case 0x22:
      guard let text = cursor.string(&scratch) else { return false }
      guard let timestamp = Timestamp(rfc3339: text) else { return fail(key, .badTimestamp) }
      row.state.pointee.timestamp = timestamp
    case 0x2D, 0x30...0x39:
      guard let number = cursor.number() else { return false }
      guard let timestamp = number.timestamp else { return fail(key, .timestampOutOfRange) }
      row.state.pointee.timestamp = timestamp
    case 0x6E:
      row.state.pointee.timestamp = nil
      return cursor.takeWord()
    default:
      return cursor.skipValue(depth: 1) && fail(key, .badTimestamp)
    }
    return true
  }

  /// A label's text; numbers and booleans count as their JSON text [P24]. nil is a fault, an absent base is null.
  @inline(__always)
  private mutating func labelText() -> TextSlice? {
    if cursor.current == 0x22 { return cursor.string(&scratch) }
    let start = cursor.position
    if isAtNull { return cursor.takeWord() ? TextSlice(start: nil, count: 0) : nil }
    guard cursor.skipValue(depth: 1) else { return nil }
    return TextSlice(start: cursor.base + start, count: cursor.position - start)
  }

  @inline(__always)
  private var isAtContainer: Bool { cursor.current == 0x7B || cursor.current == 0x5B }

  @inline(__always)
  private mutating func readLabel(_ key: TextSlice, _ label: Int) -> Bool {
    if isAtContainer { return cursor.skipValue(depth: 1) && fail(key, .notALabel) }
    guard let text = labelText() else { return false }
    row.labels[label] = text
    return true
  }

  @inline(__always)
  private mutating func readNumber(_ key: TextSlice, _ slot: Int, _ isMilliseconds: Bool) -> Bool {
    guard let value = numberValue(key) else { return false }
    if !value.isNaN { row.state.pointee.hasOtherFields = true }
    row.numbers[slot] = isMilliseconds ? value / 1_000 : value
    if value < 0 { return fail(key, .negative) }
    return true
  }

  /// A finite number, NaN for null; nil is a fault.
  @inline(__always)
  private mutating func numberValue(_ key: TextSlice, in container: String = "") -> Double? {
    switch cursor.current {
    case 0x2D, 0x30...0x39:
      guard let number = cursor.number() else { return nil }
      let value = number.double
      return value.isFinite || fail(key, .notFinite, in: container) ? value : nil
    case 0x6E: return cursor.takeWord() ? .nan : nil
    case 0x22: return cursor.skipString() && fail(key, .numberInString, in: container) ? 0 : nil
    default: return cursor.skipValue(depth: 1) && fail(key, .notANumber, in: container) ? 0 : nil
    }
  }

  @inline(__always)
  private mutating func readText(_ key: TextSlice, _ slot: Int) -> Bool {
    if isAtNull {
      row.texts[slot] = TextSlice(start: nil, count: 0)
      return cursor.takeWord()
    }
    guard cursor.current == 0x22 else { return cursor.skipValue(depth: 1) && fail(key, .notAText) }
    row.state.pointee.hasOtherFields = true
    guard row.readsText(slot) else { return cursor.skipString() }
    guard let text = cursor.string(&scratch) else { return false }
    row.texts[slot] = text
    return true
  }

  private mutating func readStatusCode(_ key: TextSlice) -> Bool {
    let start = cursor.position
    guard let value = numberValue(key) else { return false }
    let text = TextSlice(start: cursor.base + start, count: cursor.position - start)
    row.state.pointee.setStatusCode(value, text)
    return true
  }

  private mutating func readList(_ key: TextSlice) -> Bool {
    if isAtNull { return cursor.takeWord() }
    guard cursor.current == 0x5B else { return cursor.skipValue(depth: 1) && fail(key, .notAList) }
    row.state.pointee.hasOtherFields = true
    return cursor.skipValue(depth: 1)
  }
}

extension JSONEventReader {
  private mutating func readMetrics(_ key: TextSlice) -> Bool {
    readObject(key) { reader, name in
      guard let value = reader.numberValue(name, in: "metrics.") else { return false }
      if !value.isNaN { reader.row.state.pointee.hasMetrics = true }
      let index = reader.keys.metrics.value(of: name, readable: reader.readable(name))
      if index >= 0 { reader.row.numbers[EventRow.numberCount + index] = value }
      return true
    }
  }

  private mutating func readAttributes(_ key: TextSlice) -> Bool {
    readObject(key) { reader, name in
      let index = reader.keys.attributes.value(of: name, readable: reader.readable(name))
      guard index >= 0, !reader.isAtContainer else { return reader.cursor.skipValue(depth: 2) }
      guard let text = reader.labelText() else { return false }
      reader.row.labels[EventRow.labelCount + index] = text
      return true
    }
  }

  /// Reads an object inside of the event; `readEntry` reads the value of each key. null is an empty object.
  @inline(__always)
  private mutating func readObject(
    _ key: TextSlice, _ readEntry: (inout JSONEventReader, TextSlice) -> Bool
  ) -> Bool {
    if isAtNull { return cursor.takeWord() }
    guard cursor.take(0x7B) else { return cursor.skipValue(depth: 1) && fail(key, .notAnObject) }
    cursor.skipBlanks()
    if cursor.take(0x7D) { return true }
    repeat {
      cursor.skipBlanks()
      guard let name = cursor.string(&scratch), cursor.takeColon() else { return false }
      guard readEntry(&self, name) else { return false }
      cursor.skipBlanks()
    } while cursor.take(0x2C)
    return cursor.take(0x7D) || cursor.fail(.missingComma)
  }

  /// Why ``readEvent()`` returned false.
  func refusal(line: UInt32) -> EventRefusal {
    guard fieldFault != .none else {
      let place = "byte \(cursor.position + 1)"
      return EventRefusal(line: line, field: "", reason: "is not valid JSON at \(place): \(cursor.fault.text)")
    }
    let name = String(decoding: faultKey.prefix(64), as: UTF8.self)
    return EventRefusal(line: line, field: faultContainer + name, reason: fieldFault.text)
  }
}
