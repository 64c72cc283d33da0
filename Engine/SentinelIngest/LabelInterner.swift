import Glibc
import SentinelModel

/// One label of the rows of a batch while they are read: a code a row, and the distinct values in memory that all
/// batches share. It becomes a ``LabelColumn``.
///
/// Bounds: a batch has at most `capacity` rows, so at most that many values besides the empty one; `places` has four
/// times as many places, so a search always meets a free one.
struct LabelInterner {
  /// The first and the last eight bytes of a value, in full up to 16 bytes; then `head` is a hash of all.
  private struct Value {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var start = 0
    var length = 0
    /// Where it stands in `places`.
    var place = 0
  }

  private let codes: UnsafeMutablePointer<UInt32>
  /// Code 0 is the empty value.
  private let values: UnsafeMutablePointer<Value>
  /// Open addressing over codes; 0 is a free place.
  private let places: UnsafeMutablePointer<UInt16>
  private let mask: Int
  private var valueCount = 1
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 1_024
  private var byteCount = 0
  private var lastCode = 0

  /// - Parameter capacity: rows of a batch at most; a power of two, below 2^16.
  init(capacity: Int) {
    codes = .allocate(capacity: capacity)
    values = .allocate(capacity: capacity + 1)
    places = .allocate(capacity: capacity * 4)
    bytes = .allocate(capacity: byteCapacity)
    mask = capacity * 4 - 1
    codes.initialize(repeating: 0, count: capacity)
    values.initialize(repeating: Value(), count: capacity + 1)
    places.initialize(repeating: 0, count: capacity * 4)
  }

  func deallocate() {
    codes.deallocate()
    values.deallocate()
    places.deallocate()
    bytes.deallocate()
  }

  /// Gives `row` the value `text`. Amortised O(length).
  /// - Precondition: the row is below the capacity; each row is set once.
  @inline(__always)
  mutating func set(_ row: Int, _ text: TextSlice) {
    guard let base = text.baseAddress, text.count > 0 else {
      codes[row] = 0
      return
    }
    let (head, tail) = Self.ends(base, text.count)
    // Neighbouring rows often agree.
    if !isSame(lastCode, head, tail, base, text.count) { lastCode = code(head, tail, base, text.count) }
    codes[row] = UInt32(truncatingIfNeeded: lastCode)
  }

  private mutating func code(_ head: UInt64, _ tail: UInt64, _ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var place = Int(truncatingIfNeeded: Self.fold(head ^ Self.fold(tail ^ UInt64(truncatingIfNeeded: count)))) & mask
    while places[place] != 0 {
      let code = Int(places[place])
      if isSame(code, head, tail, base, count) { return code }
      place = (place + 1) & mask
    }
    let code = valueCount
    values[code] = Value(head: head, tail: tail, start: byteCount, length: count, place: place)
    places[place] = UInt16(truncatingIfNeeded: code)
    valueCount += 1
    appendBytes(base, count)
    return code
  }

  private mutating func appendBytes(_ base: UnsafePointer<UInt8>, _ count: Int) {
    if byteCount + count > byteCapacity {
      byteCapacity = (byteCount + count) * 2
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
      larger.update(from: bytes, count: byteCount)
      bytes.deallocate()
      bytes = larger
    }
    (bytes + byteCount).update(from: base, count: count)
    byteCount += count
  }

  @inline(__always)
  private func isSame(
    _ code: Int, _ head: UInt64, _ tail: UInt64, _ base: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    let value = values + code
    guard value.pointee.head == head, value.pointee.tail == tail, value.pointee.length == count else { return false }
    return count <= 16 || memcmp(bytes + value.pointee.start, base, count) == 0
  }

  /// See ``Value``. `count` is positive.
  @inline(__always)
  private static func ends(_ base: UnsafePointer<UInt8>, _ count: Int) -> (UInt64, UInt64) {
    let raw = UnsafeRawPointer(base)
    if count > 16 { return (hash(raw, count), (raw + (count - 8)).loadUnaligned(as: UInt64.self)) }
    if count >= 8 {
      return (raw.loadUnaligned(as: UInt64.self), (raw + (count - 8)).loadUnaligned(as: UInt64.self))
    }
    if count >= 4 {
      let first = raw.loadUnaligned(as: UInt32.self)
      let last = (raw + (count - 4)).loadUnaligned(as: UInt32.self)
      return (UInt64(first) | UInt64(last) << 32, 0)
    }
    return (UInt64(base[0]) | UInt64(base[count >> 1]) << 8 | UInt64(base[count - 1]) << 16, 0)
  }

  /// A hash of all but at most the last eight bytes.
  private static func hash(_ raw: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var hash: UInt64 = 0
    var index = 0
    while index + 8 < count {
      hash = fold(hash ^ (raw + index).loadUnaligned(as: UInt64.self) ^ 0x9E37_79B9_7F4A_7C15)
      index += 8
    }
    return hash
  }

  /// Source: the multiply-and-fold step of wyhash (Wang Yi).
  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }

  /// Where the values begin in `bytes`, and where the last one ends.
  private var offsets: [UInt32] {
    Array(unsafeUninitializedCapacity: valueCount + 1) { offsets, count in
      for code in 0..<valueCount {
        offsets.initializeElement(at: code, to: UInt32(truncatingIfNeeded: values[code].start))
      }
      offsets.initializeElement(at: valueCount, to: UInt32(truncatingIfNeeded: byteCount))
      count = valueCount + 1
    }
  }

  /// Adds the first `rows` rows to `column` and forgets them and all values.
  mutating func move(_ rows: Int, to column: inout LabelColumn) {
    let texts = UnsafeBufferPointer(start: bytes, count: byteCount)
    if column.codes.isEmpty && column.distinctCount == 1 {
      column = LabelColumn(
        codes: Array(UnsafeBufferPointer(start: codes, count: rows)), bytes: Array(texts), offsets: offsets)
    } else {
      for row in 0..<rows {
        let value = values[Int(codes[row])]
        column.append(UnsafeBufferPointer(rebasing: texts[value.start..<value.start + value.length]))
      }
    }
    for code in 1..<valueCount { places[values[code].place] = 0 }
    valueCount = 1
    byteCount = 0
    lastCode = 0
  }
}
