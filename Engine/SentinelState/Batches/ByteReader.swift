/// Reads bytes of anybody's making: what isn't there or has no meaning is `malformed`.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - offset }

  var malformed: BatchCodecFailure { .malformed(byte: offset) }

  mutating func byte() throws(BatchCodecFailure) -> UInt8 {
    guard remaining > 0 else { throw malformed }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// See ``ByteWriter/varint(_:)-(UInt64)``. A longer form than need be is malformed: equal batches have equal bytes.
  @inline(__always)
  mutating func varint() throws(BatchCodecFailure) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      if shift == 63, byte > 1 { throw malformed }
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        if byte == 0, shift > 0 { throw malformed }
        return number
      }
      shift += 7
    }
  }

  /// A number that may be at most `limit`.
  mutating func varint(atMost limit: Int) throws(BatchCodecFailure) -> Int {
    let number = try varint()
    guard number <= UInt64(limit) else { throw malformed }
    return Int(number)
  }

  mutating func zigzag() throws(BatchCodecFailure) -> Int64 { Int64(zigzag: try varint()) }

  mutating func fixed() throws(BatchCodecFailure) -> UInt64 {
    guard remaining >= 8 else { throw malformed }
    defer { offset += 8 }
    return bytes.number(at: offset, as: UInt64.self)
  }

  /// The next `count` bytes.
  mutating func take(_ count: Int) throws(BatchCodecFailure) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw malformed }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func text() throws(BatchCodecFailure) -> String {
    let count = try varint(atMost: remaining)
    let bytes = try take(count)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed }
    return text
  }

  /// Bytes of `count` numbers of `width` bits.
  static func packedSize(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

  /// See ``ByteWriter/packed(_:width:_:)``. `count` is within ``BatchLimits``, `width` at most 64.
  @inline(__always)
  mutating func packed(_ count: Int, width: Int, _ body: (UInt64) -> Void) throws(BatchCodecFailure) {
    let packed = try take(Self.packedSize(count, width: width))
    guard width > 0 else { return (0..<count).forEach { _ in body(0) } }
    let mask = width == 64 ? ~UInt64(0) : (1 << UInt64(width)) - 1
    for index in 0..<count {
      let bit = index * width
      let (place, shift) = (bit >> 3, bit & 7)
      var value = Self.word(packed, place) >> UInt64(shift)
      if shift + width > 64 { value |= UInt64(packed[place + 8]) << UInt64(64 - shift) }
      body(value & mask)
    }
    let used = count * width & 7
    if used > 0, let last = packed.last, last >> UInt8(used) != 0 { throw malformed }
  }

  /// Up to eight bytes from `place` on.
  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    if place + 8 <= bytes.count { return bytes.number(at: place, as: UInt64.self) }
    var word: UInt64 = 0
    for index in place..<bytes.count { word |= UInt64(bytes[index]) << UInt64((index - place) * 8) }
    return word
  }
}
