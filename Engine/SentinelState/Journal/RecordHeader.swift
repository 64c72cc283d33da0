/// The 24 bytes before a record's payload. All numbers have their lowest byte first.
///
/// | bytes | |
/// | --- | --- |
/// | 0–3 | CRC32C of the segment's salt and of bytes 4–23 |
/// | 4–7 | the kind, and a mark by which headers are found behind damage |
/// | 8–11 | length of the payload |
/// | 12–15 | CRC32C of the payload |
/// | 16–23 | sequence |
///
/// The header has a checksum of its own so that a record with a damaged payload is still known by its sequence and
/// can be passed over. The salt sees to it that bytes which a sender hides in a text are never taken for a record.
struct RecordHeader: Equatable {
  static let size = 24
  /// The longest payload, whatever the settings are: what a reader allocates at most.
  static let maximumPayload = 1 << 26
  /// Sequences stay below this, so that adding to one never overflows.
  static let sequenceLimit: UInt64 = 1 << 62
  private static let mark: UInt32 = 0x4A4E_5300

  let kind: JournalRecordKind
  let length: Int
  let checksum: UInt32
  let sequence: UInt64

  init(_ entry: JournalEntry, sequence: UInt64) {
    kind = entry.kind
    length = entry.payload.count
    checksum = entry.checksum
    self.sequence = sequence
  }

  /// nil where the 24 bytes aren't a header of a segment with this salt.
  init?(_ bytes: UnsafeRawBufferPointer, salt: UInt64) {
    let word = bytes.number(at: 4, as: UInt32.self)
    guard word & 0xFFFF_FF00 == Self.mark else { return nil }
    var sum = CRC32C()
    sum.update(salt)
    sum.update(UnsafeRawBufferPointer(rebasing: bytes[4..<Self.size]))
    guard sum.value == bytes.number(at: 0, as: UInt32.self) else { return nil }
    kind = JournalRecordKind(rawValue: UInt8(truncatingIfNeeded: word))
    length = Int(bytes.number(at: 8, as: UInt32.self))
    checksum = bytes.number(at: 12, as: UInt32.self)
    sequence = bytes.number(at: 16, as: UInt64.self)
    guard length <= Self.maximumPayload, sequence < Self.sequenceLimit else { return nil }
  }

  var recordBytes: Int { Self.size + length }

  /// Appends the 24 bytes.
  func append(to bytes: inout [UInt8], salt: UInt64) {
    let start = bytes.count
    bytes.appendNumber(UInt32(0))
    bytes.appendNumber(Self.mark | UInt32(kind.rawValue))
    bytes.appendNumber(UInt32(truncatingIfNeeded: length))
    bytes.appendNumber(checksum)
    bytes.appendNumber(sequence)
    bytes.withUnsafeMutableBytes { all in
      var sum = CRC32C()
      sum.update(salt)
      sum.update(UnsafeRawBufferPointer(rebasing: all[start + 4..<start + Self.size]))
      all.storeBytes(of: sum.value.littleEndian, toByteOffset: start, as: UInt32.self)
    }
  }
}

extension [UInt8] {
  /// Appends a number, its lowest byte first.
  mutating func appendNumber(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

extension UnsafeRawBufferPointer {
  /// The number at `offset`, its lowest byte first.
  /// - Precondition: its bytes are there.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
