import Glibc

/// Owns the memory of a ``KeyLookup``.
final class KeyTable {
  let lookup: KeyLookup

  /// Gives the names the numbers 0, 1, 2, …
  /// - Precondition: no name occurs twice.
  init(_ keys: [String]) {
    var capacity = 16
    while capacity < keys.count * 4 { capacity *= 2 }
    let entries = UnsafeMutablePointer<KeyLookup.Entry>.allocate(capacity: capacity)
    entries.initialize(repeating: KeyLookup.Entry(), count: capacity)
    let bytes = keys.map { Array($0.utf8) }
    let names = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.reduce(0) { $0 + $1.count }))
    lookup = KeyLookup(entries: entries, names: names, mask: capacity - 1)
    var start = 0
    for (value, name) in bytes.enumerated() {
      for (index, byte) in name.enumerated() { names[start + index] = byte }
      lookup.insert(value, start: start, count: name.count)
      start += name.count
    }
  }

  deinit {
    lookup.entries.deallocate()
    lookup.names.deallocate()
  }
}

/// Finds the number of a known key: open addressing over length and first eight bytes.
///
/// A plain value, so that no look-up counts references; it is valid as long as its ``KeyTable``.
struct KeyLookup {
  struct Entry {
    var prefix: UInt64 = 0
    var length = -1
    var value = -1
    /// Where the name lies in `names`.
    var start = 0
  }

  fileprivate let entries: UnsafeMutablePointer<Entry>
  fileprivate let names: UnsafeMutablePointer<UInt8>
  fileprivate let mask: Int

  fileprivate func insert(_ value: Int, start: Int, count: Int) {
    let prefix = Self.prefix(TextSlice(start: names + start, count: count), readable: count)
    var place = place(prefix, count)
    while entries[place].value >= 0 { place = (place + 1) & mask }
    entries[place] = Entry(prefix: prefix, length: count, value: value, start: start)
  }

  /// The number of `key`, or -1.
  /// - Parameter readable: how many bytes from the key's start on may be read; at least its length.
  @inline(__always)
  func value(of key: TextSlice, readable: Int) -> Int {
    let prefix = Self.prefix(key, readable: readable)
    var place = place(prefix, key.count)
    while entries[place].value >= 0 {
      if entries[place].prefix == prefix, entries[place].length == key.count, isSame(entries[place].start, key) {
        return entries[place].value
      }
      place = (place + 1) & mask
    }
    return -1
  }

  @inline(__always)
  private func isSame(_ start: Int, _ key: TextSlice) -> Bool {
    // Up to eight bytes the prefix is the whole key.
    guard key.count > 8, let base = key.baseAddress else { return true }
    return memcmp(names + start, base, key.count) == 0
  }

  @inline(__always)
  private func place(_ prefix: UInt64, _ length: Int) -> Int {
    let mixed = (prefix ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40) & mask
  }

  /// The first eight bytes of `key`, those behind its end 0.
  @inline(__always)
  private static func prefix(_ key: TextSlice, readable: Int) -> UInt64 {
    guard let base = key.baseAddress else { return 0 }
    if readable >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
      return key.count >= 8 ? word : word & ((1 << UInt64(key.count * 8)) - 1)
    }
    var word: UInt64 = 0
    for index in 0..<min(8, key.count) { word |= UInt64(base[index]) << UInt64(index * 8) }
    return word
  }
}
