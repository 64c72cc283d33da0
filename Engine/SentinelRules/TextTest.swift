import RuleCompiler
import SentinelModel
import SentinelPatterns

#if canImport(Glibc)
  import Glibc
#endif

/// Tests of strings.
enum TextTest {
  static func evaluate<Context: ProgramContext>(_ operation: Program.Operation, _ context: Context) -> Double {
    switch operation {
    case .stringEqual(let left, let right):
      let equal = context.withBytes(of: left) { left in context.withBytes(of: right) { left.elementsEqual($0) } }
      return equal ? 1 : 0
    case .stringMatches(let operand, let pattern):
      return context.withBytes(of: operand) { pattern.matchesWhole($0) } ? 1 : 0
    case .stringContains(let text, let part):
      let found = context.withBytes(of: text) { text in context.withBytes(of: part) { contains(text, $0) } }
      return found ? 1 : 0
    case .stringIsIn(let operand, let list):
      let found = context.withBytes(of: operand) { bytes in list.contains { bytes.elementsEqual($0.utf8) } }
      return found ? 1 : 0
    case .length(let operand):
      // Continuation bytes (10xxxxxx) begin no scalar.
      return context.withBytes(of: operand) { $0.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } } }
    default:
      return .nan
    }
  }

  /// Equal bytes are equal text: UTF-8 synchronises itself.
  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let partStart = part.baseAddress, part.count > 0 else { return true }
    guard let textStart = text.baseAddress, text.count >= part.count else { return false }
    let first = Int32(part[0])
    var position = 0
    while position <= text.count - part.count {
      guard let hit = memchr(textStart + position, first, text.count - part.count - position + 1) else { return false }
      if memcmp(hit, partStart, part.count) == 0 { return true }
      position = UnsafeRawPointer(hit) - UnsafeRawPointer(textStart) + 1
    }
    return false
  }
}
