/// Bytes that are being put together.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  /// A number in groups of seven bits, the lowest first: one byte below 128, at most ten.
  mutating func varint(_ number: UInt64) {
    var number = number
    while number >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
      number >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: number))
  }

  mutating func varint(_ number: Int) { varint(UInt64(truncatingIfNeeded: number)) }

  /// A number with its sign in the lowest bit, so that small ones of either sign are short.
  mutating func zigzag(_ number: Int64) { varint(number.zigzag) }

  mutating func fixed(_ number: UInt64) { bytes.appendNumber(number) }

  mutating func text(_ text: String) {
    varint(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ buffer: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: buffer) }

  /// `count` numbers of `width` bits each, one behind the other, the lowest bit first; the last byte is filled up with 0.
  ///
  /// - Parameter number: below 2^`width`; asked for each index once, in order.
  @inline(__always)
  mutating func packed(_ count: Int, width: Int, _ number: (_ index: Int) -> UInt64) {
    guard width > 0 else { return }
    let start = bytes.count
    let size = ByteReader.packedSize(count, width: width)
    // Eight bytes are stored at a time; those beyond are taken off again.
    bytes.append(contentsOf: repeatElement(0, count: size + 8))
    bytes.withUnsafeMutableBytes { all in
      var (place, pending, held) = (start, UInt64(0), 0)
      for index in 0..<count {
        let value = number(index)
        pending |= value << UInt64(held)
        held += width
        guard held >= 64 else { continue }
        all.storeBytes(of: pending.littleEndian, toByteOffset: place, as: UInt64.self)
        place += 8
        held -= 64
        pending = held == 0 ? 0 : value >> UInt64(width - held)
      }
      if held > 0 { all.storeBytes(of: pending.littleEndian, toByteOffset: place, as: UInt64.self) }
    }
    bytes.removeLast(8)
  }
}

extension Int64 {
  var zigzag: UInt64 { UInt64(bitPattern: self << 1 ^ self >> 63) }

  init(zigzag: UInt64) { self = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1) }
}

extension UInt64 {
  /// Bits that numbers up to this one take.
  var width: Int { 64 - leadingZeroBitCount }
}
