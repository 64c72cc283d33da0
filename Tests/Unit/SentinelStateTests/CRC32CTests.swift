import SentinelState
import Testing

@Suite("CRC32C")
struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRCs.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    ([], 0),
    (Array("123456789".utf8), 0xE306_9283),
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    (Array(0..<32), 0x46DD_794E),
    (Array((0..<32).reversed()), 0x113F_DB5C),
    (
      [0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18]
        + [0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], 0xD996_3A56
    ),
  ]

  @Test("the published vectors come out", arguments: 0..<7)
  func vectors(index: Int) {
    let vector = Self.vectors[index]
    #expect(vector.bytes.withUnsafeBytes(CRC32C.checksum) == vector.checksum)
  }

  @Test("bytes in pieces give what they give at once")
  func pieces() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let whole = bytes.withUnsafeBytes(CRC32C.checksum)
    for cut in 0...bytes.count {
      var checksum = CRC32C()
      bytes.withUnsafeBytes {
        checksum.update(UnsafeRawBufferPointer(rebasing: $0[..<cut]))
        checksum.update(UnsafeRawBufferPointer(rebasing: $0[cut...]))
      }
      #expect(checksum.value == whole, "cut at \(cut)")
    }
  }
}
