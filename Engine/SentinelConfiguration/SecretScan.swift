/// Finds secrets by the names of their keys in the bytes of a file, whether that is YAML or not: findings about a broken
/// file show its lines too. Hides rather too much than too little.
struct SecretScan {
  private let bytes: [UInt8]
  /// Where values begin that need no guess: it is known whether they are secrets, and where they end.
  private let known: Set<Int>
  private var found: [HiddenValue] = []
  private var offset = 0
  /// Where the line of `offset` begins.
  private var lineStart = 0
  /// Where the last secret ends: what is inside needs no second look.
  private var end = 0

  /// - Parameter known: where values begin that are known as secrets with their places, or known to be none. O(bytes).
  static func hidden(in bytes: [UInt8], known: Set<Int>) -> [HiddenValue] {
    var scan = SecretScan(bytes: bytes, known: known)
    scan.findKeys()
    scan.findCredentials()
    return scan.found
  }

  private init(bytes: [UInt8], known: Set<Int>) {
    self.bytes = bytes
    self.known = known
  }

  private mutating func findKeys() {
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, Self.isName(bytes[offset]) { offset += 1 }
      guard offset > start else {
        offset += 1
        if Self.isBreak(bytes[start]) { lineStart = offset }
        continue
      }
      // Names are short; what is longer is no key.
      guard start >= end, offset - start <= 64, let value = valueStart(offset), !known.contains(value),
        SecretName.matches(String(decoding: bytes[start..<offset], as: UTF8.self))
      else { continue }
      end = valueEnd(value, column: start - lineStart)
      found.append(HiddenValue(bytes: value..<end, key: start..<offset))
    }
  }

  /// Where the value of a key begins that ends at `offset`; nil where no colon follows.
  private func valueStart(_ offset: Int) -> Int? {
    var offset = offset
    if offset < bytes.count, Self.isQuote(bytes[offset]) { offset += 1 }
    offset = skipSpace(offset)
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else { return nil }
    let value = skipSpace(offset + 1)
    return value < bytes.count ? value : nil
  }

  private func skipSpace(_ start: Int) -> Int {
    var offset = start
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
    return offset
  }

  /// Behind the closing quote, or the end of the line and of those below it that are indented further than the key.
  private func valueEnd(_ start: Int, column: Int) -> Int {
    if Self.isQuote(bytes[start]) { return quotedEnd(start) }
    var offset = lineEnd(start)
    while offset < bytes.count {
      var next = offset
      while next < bytes.count, Self.isBreak(bytes[next]) { next += 1 }
      var indent = 0
      while next + indent < bytes.count, bytes[next + indent] == 0x20 || bytes[next + indent] == 0x09 { indent += 1 }
      let isBlank = next + indent >= bytes.count || Self.isBreak(bytes[next + indent])
      guard indent > column || isBlank, next > offset else { break }
      offset = lineEnd(next)
    }
    return offset
  }

  private func quotedEnd(_ start: Int) -> Int {
    let quote = bytes[start]
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != quote {
      offset += quote == UInt8(ascii: "\"") && bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
      // 'It''s': a quote within single quotes.
      if quote == UInt8(ascii: "'"), bytes[min(offset, bytes.count)...].starts(with: [quote, quote]) { offset += 2 }
    }
    return min(offset + 1, bytes.count)
  }

  private func lineEnd(_ start: Int) -> Int {
    bytes[start...].firstIndex(where: Self.isBreak) ?? bytes.count
  }

  /// User and password of URLs, wherever they stand: from `://` to the last `@` of the word.
  private mutating func findCredentials() {
    for word in bytes.indices.split(whereSeparator: { bytes[$0] <= 0x20 || Self.isQuote(bytes[$0]) }) {
      guard let at = word.last(where: { bytes[$0] == UInt8(ascii: "@") }),
        let slashes = word.first(where: { bytes[$0...].starts(with: "://".utf8) }), slashes + 3 < at
      else { continue }
      found.append(HiddenValue(bytes: (slashes + 3)..<at, key: nil))
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
