/// From a place counted in code points, as libyaml counts, to one in bytes.
///
/// A checkpoint each `stride` code points bounds a look-up by a constant, also in one line of 4 MiB.
struct CodePointIndex {
  private static let stride = 32
  private let bytes: [UInt8]
  /// Where the text begins, behind a byte order mark.
  private let base: Int
  /// The offsets of the code points 0, stride, 2·stride, …; empty for an ASCII text.
  private let checkpoints: [Int]

  init(_ bytes: [UInt8], from base: Int) {
    self.bytes = bytes
    self.base = base
    var checkpoints: [Int] = []
    if bytes.contains(where: { $0 >= 0x80 }) {
      var count = 0
      for offset in base..<max(base, bytes.count) where bytes[offset] & 0xC0 != 0x80 {
        if count % Self.stride == 0 { checkpoints.append(offset) }
        count += 1
      }
    }
    self.checkpoints = checkpoints
  }

  /// The byte offset of a code point; places past the end count as the end. O(1).
  func offset(of codePoint: Int) -> Int {
    let codePoint = max(0, codePoint)
    if checkpoints.isEmpty { return min(base + codePoint, bytes.count) }
    guard codePoint / Self.stride < checkpoints.count else { return bytes.count }
    var offset = checkpoints[codePoint / Self.stride]
    var left = codePoint % Self.stride
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }
}
