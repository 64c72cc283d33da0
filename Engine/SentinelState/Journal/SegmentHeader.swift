/// The beginning of a segment file: the same 32 bytes twice, so that damage in one place doesn't cost the segment.
///
/// | bytes | |
/// | --- | --- |
/// | 0–7 | `SNTLJRNL` |
/// | 8–11 | version of the format |
/// | 12–15 | CRC32C of the other 28 bytes |
/// | 16–23 | the first sequence |
/// | 24–31 | the salt of its records |
///
/// Later versions keep this form, so that an older program knows them as such and leaves them alone.
struct SegmentHeader: Equatable {
  static let copySize = 32
  static let size = 2 * copySize
  static let currentVersion: UInt32 = 1
  private static let magic: UInt64 = 0x4C4E_524A_4C54_4E53

  var version = Self.currentVersion
  let first: UInt64
  let salt: UInt64

  init(first: UInt64, salt: UInt64) {
    self.first = first
    self.salt = salt
  }

  /// Reads the first copy that is whole; nil where none is.
  init?(_ bytes: UnsafeRawBufferPointer) {
    for start in stride(from: 0, through: bytes.count - Self.copySize, by: Self.copySize) {
      let copy = UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.copySize])
      guard copy.number(at: 0, as: UInt64.self) == Self.magic,
        Self.checksum(copy) == copy.number(at: 12, as: UInt32.self)
      else { continue }
      version = copy.number(at: 8, as: UInt32.self)
      first = copy.number(at: 16, as: UInt64.self)
      salt = copy.number(at: 24, as: UInt64.self)
      return
    }
    return nil
  }

  /// The 64 bytes.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendNumber(Self.magic)
    bytes.appendNumber(version)
    bytes.appendNumber(UInt32(0))
    bytes.appendNumber(first)
    bytes.appendNumber(salt)
    bytes.withUnsafeMutableBytes { copy in
      let sum = Self.checksum(UnsafeRawBufferPointer(copy))
      copy.storeBytes(of: sum.littleEndian, toByteOffset: 12, as: UInt32.self)
    }
    return bytes + bytes
  }

  private static func checksum(_ copy: UnsafeRawBufferPointer) -> UInt32 {
    var sum = CRC32C()
    sum.update(UnsafeRawBufferPointer(rebasing: copy[0..<12]))
    sum.update(UnsafeRawBufferPointer(rebasing: copy[16..<copySize]))
    return sum.value
  }
}
