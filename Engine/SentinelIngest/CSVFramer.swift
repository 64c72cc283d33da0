import Glibc

/// Cuts a CSV text (RFC 4180) into records: lines, save for line ends inside of quotes.
struct CSVFramer {
  private enum Place {
    case cellStart
    case plain
    case quoted
    /// Behind a quote in a quoted cell: its end, or the first of a doubled one.
    case quote
  }

  /// The longest record, in bytes.
  private let limit: Int
  private var place = Place.cellStart
  private var searched = 0
  private var isDiscarding = false
  private var isFirst = true
  private var line: UInt32 = 1

  init(limit: Int) { self.limit = limit }

  /// The first record in `bytes`, which begin where the last frame ended.
  mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> EventFrame {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return .incomplete }
    if isFirst {
      guard bytes.count >= 3 || isAtEnd else { return .incomplete }
      isFirst = false
      if bytes.count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { return .skipped(consumed: 3) }
    }
    if isDiscarding { return discard(base, bytes.count) }
    var newlines = 0
    let end = recordEnd(base, bytes.count)
    guard let end = end ?? (isAtEnd && place != .quoted ? bytes.count : nil) else {
      searched = bytes.count
      return isAtEnd || bytes.count > limit ? giveUp(base, bytes.count) : .incomplete
    }
    restart()
    let here = line
    for index in 0..<end where base[index] == 0x0A { newlines += 1 }
    line = line.addingSaturating(newlines)
    if end > limit { return .refused(line: here, reason: tooLong, consumed: end) }
    var length = end
    while length > 0, base[length - 1] == 0x0A || base[length - 1] == 0x0D { length -= 1 }
    return length == 0 ? .skipped(consumed: end) : .event(0..<length, line: here, consumed: end)
  }

  mutating func finish() -> (line: UInt32, reason: String)? { isDiscarding ? (line, tooLong) : nil }

  private var tooLong: String { "is longer than \(limit) bytes" }

  private mutating func restart() {
    searched = 0
    place = .cellStart
  }

  private mutating func recordEnd(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    for index in min(searched, count)..<count {
      switch (place, base[index]) {
      case (.quoted, 0x22): place = .quote
      case (.quoted, _): break
      case (.quote, 0x22), (.cellStart, 0x22): place = .quoted
      case (_, 0x0A): return index + 1
      case (_, 0x2C): place = .cellStart
      default: place = .plain
      }
    }
    return nil
  }

  /// A quote is never closed, or the record is too long: only the first line is given up, the rest is tried again.
  private mutating func giveUp(_ base: UnsafePointer<UInt8>, _ count: Int) -> EventFrame {
    let isQuoted = place == .quoted
    restart()
    guard let newline = memchr(base, 0x0A, count) else {
      isDiscarding = true
      return .skipped(consumed: count)
    }
    let here = line
    line = line.addingSaturating(1)
    let consumed = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) - base + 1
    return .refused(line: here, reason: isQuoted ? "a quoted cell doesn't end" : tooLong, consumed: consumed)
  }

  private mutating func discard(_ base: UnsafePointer<UInt8>, _ count: Int) -> EventFrame {
    guard let newline = memchr(base, 0x0A, count) else { return .skipped(consumed: count) }
    isDiscarding = false
    let here = line
    line = line.addingSaturating(1)
    let consumed = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) - base + 1
    return .refused(line: here, reason: tooLong, consumed: consumed)
  }
}
