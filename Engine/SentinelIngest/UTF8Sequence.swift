/// UTF-8 sequences of more than one byte, by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Sequence {
  /// The length of the valid sequence at `pointer`, whose first byte is 0x80 or more; 0 if there is none.
  /// - Precondition: `available` bytes, at least one, may be read.
  @inline(__always)
  static func length(_ pointer: UnsafePointer<UInt8>, available: Int) -> Int {
    let lead = pointer[0]
    if lead < 0xE0 { return lead >= 0xC2 && available >= 2 && isTail(pointer[1]) ? 2 : 0 }
    guard available >= 3, isTail(pointer[1]), isTail(pointer[2]) else { return 0 }
    if lead < 0xF0 {
      if lead == 0xE0, pointer[1] < 0xA0 { return 0 }
      return lead == 0xED && pointer[1] >= 0xA0 ? 0 : 3
    }
    guard available >= 4, isTail(pointer[3]), lead <= 0xF4 else { return 0 }
    if lead == 0xF0, pointer[1] < 0x90 { return 0 }
    return lead == 0xF4 && pointer[1] >= 0x90 ? 0 : 4
  }

  @inline(__always)
  private static func isTail(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// Whether all of `text` is UTF-8.
  static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return true }
    var index = 0
    while index < text.count {
      if text.count - index >= 8,
        UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
      } else if base[index] < 0x80 {
        index += 1
      } else {
        let length = length(base + index, available: text.count - index)
        guard length > 0 else { return false }
        index += length
      }
    }
    return true
  }

  /// Appends `scalar` to `target + length`, which has room for four bytes.
  /// - Precondition: `scalar` is a Unicode scalar.
  static func encode(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>, _ length: inout Int) {
    func put(_ value: UInt32) {
      target[length] = UInt8(truncatingIfNeeded: value)
      length += 1
    }
    switch scalar {
    case 0..<0x80:
      put(scalar)
    case 0x80..<0x800:
      put(0xC0 | scalar >> 6)
      put(0x80 | scalar & 0x3F)
    case 0x800..<0x10000:
      put(0xE0 | scalar >> 12)
      put(0x80 | scalar >> 6 & 0x3F)
      put(0x80 | scalar & 0x3F)
    default:
      put(0xF0 | scalar >> 18)
      put(0x80 | scalar >> 12 & 0x3F)
      put(0x80 | scalar >> 6 & 0x3F)
      put(0x80 | scalar & 0x3F)
    }
  }
}
