import SentinelModel

/// The key tables of a layout.
final class EventKeys {
  /// Plain values, valid as long as the tables.
  struct Lookups {
    let table: KeyLookup
    /// By the number that `table` gives; so are the tokens.
    let roles: UnsafeMutablePointer<EventKey.Role>
    let tokens: UnsafeMutablePointer<KeyToken>
    /// The number of the key that stood last behind each key, at the end the one that stood first in its event: events
    /// of one writer have their keys in one order, so mostly it stands there again.
    let successors: UnsafeMutablePointer<Int>
    /// Numbers count from the first attribute slot of a row.
    let attributes: KeyLookup
    /// Numbers count from the first metric slot of a row.
    let metrics: KeyLookup

    /// The place in `successors` of the first key of an event.
    static let start = EventKey.all.count
  }

  let lookups: Lookups
  private let tables: [KeyTable]
  private let names: [String]

  init(layout: BatchLayout, attributes: [String]) {
    names = EventKey.all.map(\.name)
    let roles = EventKey.all.map(\.role)
    let tables = [KeyTable(names), KeyTable(attributes), KeyTable(layout.metrics)]
    lookups = Lookups(
      table: tables[0].lookup, roles: .allocate(capacity: roles.count), tokens: .allocate(capacity: roles.count),
      successors: .allocate(capacity: roles.count + 1), attributes: tables[1].lookup, metrics: tables[2].lookup)
    for (index, role) in roles.enumerated() {
      (lookups.roles + index).initialize(to: role)
      (lookups.tokens + index).initialize(to: KeyToken(names[index]))
    }
    lookups.successors.initialize(repeating: 0, count: roles.count + 1)
    self.tables = tables
  }

  deinit {
    lookups.roles.deallocate()
    lookups.tokens.deallocate()
    lookups.successors.deallocate()
  }
}

/// A key as it mostly stands in JSON: in quotes, without escapes, a colon behind it. At most ``KeyToken/width`` bytes.
struct KeyToken {
  static let width = 24

  /// The bytes as words, and ones where they count.
  private var words = SIMD3<UInt64>()
  private var masks = SIMD3<UInt64>()
  /// 0 where the key is too long for a token; then nothing matches.
  private(set) var length = 0

  /// - Precondition: `name` has no character that JSON escapes.
  init(_ name: String) {
    let bytes = [0x22] + Array(name.utf8) + [0x22, 0x3A]
    guard bytes.count <= Self.width else { return }
    length = bytes.count
    for (index, byte) in bytes.enumerated() {
      words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
      masks[index / 8] |= 0xFF << UInt64(index % 8 * 8)
    }
  }

  /// Whether the token stands at `pointer`, from which on ``width`` bytes may be read.
  @inline(__always)
  func stands(at pointer: UnsafePointer<UInt8>) -> Bool {
    let raw = UnsafeRawPointer(pointer)
    let first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ words.x
    let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ words.y
    let third = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) ^ words.z
    return length > 0 && first & masks.x | second & masks.y | third & masks.z == 0
  }
}
