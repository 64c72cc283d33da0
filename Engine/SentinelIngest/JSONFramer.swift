import Glibc

/// Cuts a stream of JSON into events: lines (NDJSON), an array of objects, or objects that span many lines.
///
/// The first bytes decide. Lines stay independent, so a broken one costs only itself; where a list or an object spans
/// lines, brackets are matched. An event longer than `limit` is refused without being held in memory.
struct JSONFramer {
  private enum Mode {
    case undecided
    case lines
    case values
  }

  /// What stood last between the brackets of a list.
  private enum ListState {
    case outside
    case opened
    case element
    case comma
  }

  /// The longest event, in bytes.
  private let limit: Int
  private var mode = Mode.undecided
  private var list = ListState.outside
  /// How many bytes at the start have been searched already.
  private var searched = 0
  private var matcher = BracketMatcher()
  private var isDiscarding = false
  /// What is no object goes on in the bytes that come next.
  private var isInForeign = false
  private var line: UInt32 = 1
  private var listCount = 0
  /// The line on which the event that is being discarded starts.
  private var firstLine: UInt32 = 1

  init(limit: Int) { self.limit = limit }

  /// The place in its list, from 1, of what was framed last; nil outside of lists.
  var listIndex: Int? { list == .outside ? nil : listCount }

  private var tooLong: String { "is longer than \(limit) bytes" }

  /// The first event in `bytes`, which begin where the last frame ended.
  /// - Parameter isAtEnd: no bytes follow.
  mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> EventFrame {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return .incomplete }
    switch mode {
    case .undecided: return decide(base, bytes.count, isAtEnd)
    case .lines: return nextLine(base, bytes.count, isAtEnd)
    case .values: return nextValue(base, bytes.count, isAtEnd)
    }
  }

  /// What to report when the input has ended; nil if it ended well.
  mutating func finish() -> (line: UInt32, reason: String)? {
    if isDiscarding { return (mode == .values ? firstLine : line, tooLong) }
    guard mode == .values, list != .outside else { return nil }
    return (line, "the list that holds the events doesn't end")
  }

  private mutating func advance(over count: Int, at base: UnsafePointer<UInt8>) {
    line = line.addingSaturating(Self.newlines(base, count))
  }

  private static func newlines(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var found = 0
    var index = 0
    while index < count, let hit = memchr(base + index, 0x0A, count - index) {
      found += 1
      index = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base + 1
    }
    return found
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}

extension JSONFramer {
  private mutating func decide(_ base: UnsafePointer<UInt8>, _ count: Int, _ isAtEnd: Bool) -> EventFrame {
    if base[0] == 0xEF {
      guard count >= 3 || isAtEnd else { return .incomplete }
      if count >= 3, base[1] == 0xBB, base[2] == 0xBF { return .skipped(consumed: 3) }
    }
    if Self.isBlank(base[0]) {
      let blanks = Self.blanks(base, count)
      advance(over: blanks, at: base)
      return .skipped(consumed: blanks)
    }
    guard base[0] == 0x7B else {
      mode = base[0] == 0x5B ? .values : .lines
      return .skipped(consumed: 0)
    }
    guard let end = memchr(base, 0x0A, count) else {
      guard isAtEnd || count > limit else { return .incomplete }
      mode = .lines
      return .skipped(consumed: 0)
    }
    let length = UnsafePointer(end.assumingMemoryBound(to: UInt8.self)) - base
    var probe = BracketMatcher()
    if probe.end(base, from: 0, count: length) != nil {
      mode = .lines
      return .skipped(consumed: 0)
    }
    return decideByNextLine(base, count, length + 1, isAtEnd)
  }

  /// The first line holds no whole object. Either the object goes on (then the next line doesn't open another one), or
  /// the line is a broken one among many.
  private mutating func decideByNextLine(
    _ base: UnsafePointer<UInt8>, _ count: Int, _ start: Int, _ isAtEnd: Bool
  ) -> EventFrame {
    var next = start
    while next < count, base[next] == 0x0A || base[next] == 0x0D { next += 1 }
    guard next < count else {
      guard isAtEnd || count > limit else { return .incomplete }
      mode = .lines
      return .skipped(consumed: 0)
    }
    mode = base[next] == 0x7B ? .lines : .values
    return .skipped(consumed: 0)
  }

  private static func blanks(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var index = 0
    while index < count, isBlank(base[index]) { index += 1 }
    return index
  }
}

extension JSONFramer {
  private mutating func nextLine(_ base: UnsafePointer<UInt8>, _ count: Int, _ isAtEnd: Bool) -> EventFrame {
    let from = min(searched, count)
    let hit = memchr(base + from, 0x0A, count - from)
    guard hit != nil || isAtEnd else {
      searched = count
      guard count > limit else { return .incomplete }
      isDiscarding = true
      searched = 0
      return .skipped(consumed: count)
    }
    searched = 0
    let length = hit.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - base } ?? count
    let consumed = hit == nil ? count : length + 1
    let here = line
    line = line.addingSaturating(1)
    if isDiscarding || length > limit {
      isDiscarding = false
      return .refused(line: here, reason: tooLong, consumed: consumed)
    }
    if Self.blanks(base, length) == length { return .skipped(consumed: consumed) }
    return .event(0..<length, line: here, consumed: consumed)
  }

  private mutating func nextValue(_ base: UnsafePointer<UInt8>, _ count: Int, _ isAtEnd: Bool) -> EventFrame {
    if searched > 0 || isDiscarding { return matchObject(base, count, isAtEnd) }
    if isInForeign { return skipMoreForeign(base, count) }
    let byte = base[0]
    if Self.isBlank(byte) {
      let blanks = Self.blanks(base, count)
      advance(over: blanks, at: base)
      return .skipped(consumed: blanks)
    }
    let before = list
    switch byte {
    case 0x7B:
      beginElement()
      firstLine = line
      matcher = BracketMatcher()
      return matchObject(base, count, isAtEnd)
    case 0x5B where list == .outside:
      list = .opened
      listCount = 0
    case 0x5D where list != .outside:
      list = .outside
      if before == .comma { return .refused(line: line, reason: "nothing stands behind the comma", consumed: 1) }
    case 0x2C where list == .element:
      list = .comma
    default:
      return skipForeign(base, count)
    }
    return .skipped(consumed: 1)
  }

  private mutating func beginElement() {
    guard list != .outside else { return }
    list = .element
    listCount += 1
  }

  private mutating func matchObject(_ base: UnsafePointer<UInt8>, _ count: Int, _ isAtEnd: Bool) -> EventFrame {
    let end = matcher.end(base, from: searched, count: count)
    guard let end = end ?? (isAtEnd ? count : nil) else {
      searched = count
      guard isDiscarding || count > limit else { return .incomplete }
      isDiscarding = true
      searched = 0
      advance(over: count, at: base)
      return .skipped(consumed: count)
    }
    searched = 0
    advance(over: end, at: base)
    if isDiscarding || end > limit {
      isDiscarding = false
      return .refused(line: firstLine, reason: tooLong, consumed: end)
    }
    return .event(0..<end, line: firstLine, consumed: end)
  }

  /// Something that is no object: refused, once, up to where an object may stand again.
  private mutating func skipForeign(_ base: UnsafePointer<UInt8>, _ count: Int) -> EventFrame {
    let end = Self.foreignEnd(base, from: 1, count)
    isInForeign = end == count
    beginElement()
    return .refused(line: line, reason: "a JSON object should stand here", consumed: end)
  }

  private mutating func skipMoreForeign(_ base: UnsafePointer<UInt8>, _ count: Int) -> EventFrame {
    let end = Self.foreignEnd(base, from: 0, count)
    isInForeign = end == count
    return .skipped(consumed: end)
  }

  private static func foreignEnd(_ base: UnsafePointer<UInt8>, from start: Int, _ count: Int) -> Int {
    var index = start
    while index < count, base[index] != 0x7B, base[index] != 0x2C, base[index] != 0x5D, base[index] != 0x0A {
      index += 1
    }
    return index
  }
}

extension UInt32 {
  /// The sum, held at the end of the range.
  func addingSaturating(_ other: Int) -> UInt32 {
    UInt32(clamping: Int(self).addingReportingOverflow(other).partialValue)
  }
}
