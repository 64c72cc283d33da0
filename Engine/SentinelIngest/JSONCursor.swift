/// A place in a JSON text, and the steps over its tokens.
///
/// Bounds: `base + position` is dereferenced only where `position < end`, wider loads only where they end at or before
/// `end`. Every step moves forward, so the whole walk is O(bytes).
struct JSONCursor {
  let base: UnsafePointer<UInt8>
  let end: Int
  var position: Int
  /// Set by the step that returned false or nil.
  var fault = JSONFault.none

  /// Levels of nesting that are read, the event itself included.
  static let maximumDepth = 64

  init(base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    end = count
    position = 0
  }

  /// The byte at the position, 0 at the end (0 is no token of JSON).
  @inline(__always)
  var current: UInt8 { position < end ? base[position] : 0 }

  @inline(__always)
  mutating func fail(_ fault: JSONFault) -> Bool {
    self.fault = position >= end ? .unexpectedEnd : fault
    return false
  }

  @inline(__always)
  mutating func skipBlanks() {
    // Blanks are rare: most writers put none or one.
    while position < end, base[position] <= 0x20 {
      switch base[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// Steps over `byte` if it stands here.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, base[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over the colon between a key and its value, and the blanks around it.
  @inline(__always)
  mutating func takeColon() -> Bool {
    skipBlanks()
    guard take(0x3A) else { return fail(.missingColon) }
    skipBlanks()
    return true
  }

  /// Steps over one of the words `true`, `false`, `null`, whose first byte stands here.
  mutating func takeWord() -> Bool {
    switch current {
    case 0x74: takeLetters(0x65_75_72_74, 4)
    case 0x6E: takeLetters(0x6C_6C_75_6E, 4)
    case 0x66: takeLetters(0x73_6C_61_66, 4) && take(0x65) || fail(.unexpectedByte)
    default: fail(.unexpectedByte)
    }
  }

  private mutating func takeLetters(_ letters: UInt32, _ count: Int) -> Bool {
    guard end - position >= count else { return fail(.unexpectedByte) }
    let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt32.self)
    guard UInt32(littleEndian: word) == letters else { return fail(.unexpectedByte) }
    position += count
    return true
  }
}
