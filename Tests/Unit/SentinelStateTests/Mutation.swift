import SentinelTestKit
/// What can happen to a file.
enum Mutation {
  /// nil: the file is gone.
  static func apply(to bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8]? {
    var bytes = bytes
    guard !bytes.isEmpty else { return bytes }
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = Int.random(in: start...bytes.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return nil
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.replaceSubrange(start..<end, with: repeatElement(0, count: end - start))
    case 3: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 4: bytes.append(contentsOf: (0..<50).map { _ in UInt8.random(in: 0...255, using: &random) })
    case 5: bytes.removeLast(bytes.count - start)
    default:
      for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
    }
    return bytes
  }
}
