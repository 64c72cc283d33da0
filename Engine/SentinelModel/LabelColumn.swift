/// One label of each row of a batch: a code a row into a dictionary of the batch's distinct values.
///
/// Dictionaries live as long as their batch, so labels of any cardinality cost no lasting memory; what lasts
/// (groups, distinct counts) is bounded where it is kept. Code 0 is the empty string: the label is missing.
public struct LabelColumn: Sendable {
  /// One code a row.
  public var codes: [UInt32] = []
  /// UTF-8 of all values, one behind the other.
  public private(set) var bytes: [UInt8] = []
  /// `offsets[code]..<offsets[code + 1]` are the bytes of a value.
  public private(set) var offsets: [UInt32] = [0, 0]
  /// FNV-1a 64 of each value.
  public private(set) var hashes: [UInt64] = [LabelColumn.emptyHash]
  /// A quick hash of each value, for `places` only: FNV takes a step a byte. Both are empty until something is interned.
  private var marks: [UInt64] = []
  /// Open addressing over codes; 0 is a free place. Its size is a power of two.
  private var places: [UInt32] = []

  @usableFromInline static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  /// A column whose distinct values are `bytes` cut at `offsets`, which begin with 0, 0 for the empty value.
  ///
  /// O(bytes).
  /// - Precondition: the offsets rise up to the number of bytes, and no value occurs twice; each code has a value.
  package init(codes: [UInt32], bytes: [UInt8], offsets: [UInt32]) {
    self.codes = codes
    self.bytes = bytes
    self.offsets = offsets
    hashes.reserveCapacity(offsets.count - 1)
    bytes.withUnsafeBufferPointer { bytes in
      for code in 1..<offsets.count - 1 {
        hashes.append(Self.hash(UnsafeBufferPointer(rebasing: bytes[Int(offsets[code])..<Int(offsets[code + 1])])))
      }
    }
  }

  /// How many distinct values there are, the empty one included.
  public var distinctCount: Int { hashes.count }

  /// The value of `code`.
  public func value(_ code: UInt32) -> String { String(decoding: bytes[range(code)], as: UTF8.self) }

  /// The value of `row`.
  public subscript(row: Int) -> String { value(codes[row]) }

  private func range(_ code: UInt32) -> Range<Int> { Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1]) }

  /// Calls `body` with the UTF-8 of the value of `code`.
  public func withBytes<R>(of code: UInt32, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let range = range(code)
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// The code of `value`, new if need be. Amortised O(length).
  public mutating func intern(_ value: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if value.isEmpty { return 0 }
    if places.isEmpty { makeIndex() }
    let mark = Self.mark(value)
    var place = Int(truncatingIfNeeded: mark) & (places.count - 1)
    while places[place] != 0 {
      let code = places[place]
      if marks[Int(code)] == mark, withBytes(of: code, { Self.isSame($0, value) }) { return code }
      place = (place + 1) & (places.count - 1)
    }
    let code = UInt32(hashes.count)
    bytes.append(contentsOf: value)
    offsets.append(UInt32(bytes.count))
    hashes.append(Self.hash(value))
    marks.append(mark)
    places[place] = code
    if hashes.count * 2 > places.count { fillPlaces(places.count * 2) }
    return code
  }

  /// Adds a row with `value`.
  public mutating func append(_ value: UnsafeBufferPointer<UInt8>) {
    // Neighbouring rows often agree, and then no hash is needed.
    if let last = codes.last, withBytes(of: last, { Self.isSame($0, value) }) {
      codes.append(last)
    } else {
      codes.append(intern(value))
    }
  }

  /// The code of `value`, new if need be.
  public mutating func intern(_ value: String) -> UInt32 {
    var value = value
    return value.withUTF8 { intern($0) }
  }

  /// Forgets all rows and values but keeps the memory.
  public mutating func removeAll() {
    codes.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    offsets.append(contentsOf: [0, 0])
    hashes.removeAll(keepingCapacity: true)
    hashes.append(Self.emptyHash)
    marks.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  /// Makes marks and places of the values that are there.
  private mutating func makeIndex() {
    marks = (0..<UInt32(hashes.count)).map { withBytes(of: $0, Self.mark) }
    var size = 64
    while size < hashes.count * 2 { size *= 2 }
    fillPlaces(size)
  }

  private mutating func fillPlaces(_ size: Int) {
    places.removeAll(keepingCapacity: true)
    places.append(contentsOf: repeatElement(0, count: size))
    for code in 1..<hashes.count {
      var place = Int(truncatingIfNeeded: marks[code]) & (size - 1)
      while places[place] != 0 { place = (place + 1) & (size - 1) }
      places[place] = UInt32(code)
    }
  }

  /// Eight bytes a step, multiplied and folded; a value below eight bytes is one step.
  private static func mark(_ value: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let bytes = UnsafeRawBufferPointer(value)
    var mark = UInt64(truncatingIfNeeded: value.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while bytes.count - index >= 8 {
      mark = fold(mark ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return fold(mark ^ rest)
  }

  /// Source: the multiply-and-fold step of wyhash (Wang Yi).
  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    var index = 0
    while left.count - index >= 8 {
      let words = (
        left.loadUnaligned(fromByteOffset: index, as: UInt64.self),
        right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      guard words.0 == words.1 else { return false }
      index += 8
    }
    while index < left.count {
      guard left[index] == right[index] else { return false }
      index += 1
    }
    return true
  }

  /// FNV-1a 64. Source: Fowler, Noll, Vo (draft-eastlake-fnv).
  public static func hash(_ value: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = emptyHash
    for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
