import Glibc

/// UTF-8 inside of an input or scratch buffer; without a base it is absent.
typealias TextSlice = UnsafeBufferPointer<UInt8>

extension JSONCursor {
  /// How many bytes from `position` on are plain: ASCII without quote, backslash and control characters.
  @inline(__always)
  func plainLength() -> Int {
    // Most strings are names of some bytes.
    guard end - position >= 16 else { return plainLength(from: position) }
    let low = Self.specialBytes(Self.word(base + position))
    if low != 0 { return low.trailingZeroBitCount >> 3 }
    let high = Self.specialBytes(Self.word(base + position + 8))
    if high != 0 { return 8 + high.trailingZeroBitCount >> 3 }
    return plainLength(from: position + 16)
  }

  /// The same, where the bytes before `index` are known to be plain.
  @inline(never)
  private func plainLength(from index: Int) -> Int {
    var index = index
    while end - index >= 32 {
      let first = Self.specialLanes(base + index)
      let second = Self.specialLanes(base + index + 16)
      let found = unsafeBitCast(first .| second, to: SIMD2<UInt64>.self)
      if found[0] | found[1] != 0 { break }
      index += 32
    }
    while end - index >= 8 {
      let special = Self.specialBytes(Self.word(base + index))
      if special != 0 { return index - position + special.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < end, Self.isPlain(base[index]) { index += 1 }
    return index - position
  }

  /// Which of 16 bytes are not plain. Signed, bytes of 0x80 and more are below the blank, as control characters are.
  @inline(__always)
  private static func specialLanes(_ pointer: UnsafePointer<UInt8>) -> SIMDMask<SIMD16<Int8>> {
    let bytes: SIMD16<Int8> = UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Int8>.self)
    let controls: SIMDMask<SIMD16<Int8>> = bytes .< SIMD16<Int8>(repeating: 0x20)
    let quotes: SIMDMask<SIMD16<Int8>> = bytes .== SIMD16<Int8>(repeating: 0x22)
    let backslashes: SIMDMask<SIMD16<Int8>> = bytes .== SIMD16<Int8>(repeating: 0x5C)
    return controls .| quotes .| backslashes
  }

  @inline(__always)
  static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C }

  /// The high bit of each of the eight bytes of `word` that is not plain, exact up to the first such byte.
  ///
  /// Source: the has-less and has-value tests of S. E. Anderson, "Bit Twiddling Hacks". A borrow reaches into a byte only
  /// from a lower one that has been found.
  @inline(__always)
  private static func specialBytes(_ word: UInt64) -> UInt64 {
    let controls = word &- 0x2020_2020_2020_2020
    let quotes = (word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101
    let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
    return (controls | quotes | backslashes | word) & 0x8080_8080_8080_8080
  }

  @inline(__always)
  private static func word(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// Reads a string whose opening quote stands here; escapes are resolved into `scratch`.
  ///
  /// The result lies in the JSON text or in `scratch` and is valid as long as both.
  @inline(__always)
  mutating func string(_ scratch: inout ScratchBytes) -> TextSlice? {
    guard take(0x22) else { return fail(.unexpectedByte) ? nil : nil }
    let start = position
    position += plainLength()
    if position < end, base[position] == 0x22 {
      position += 1
      return TextSlice(start: base + start, count: position - 1 - start)
    }
    return stringWithSpecials(start, &scratch)
  }

  /// The rest of a string that has escapes or is not all ASCII.
  private mutating func stringWithSpecials(_ start: Int, _ scratch: inout ScratchBytes) -> TextSlice? {
    while position < end {
      let byte = base[position]
      if byte == 0x22 {
        position += 1
        return TextSlice(start: base + start, count: position - 1 - start)
      }
      if byte == 0x5C { return escapedString(start, &scratch) }
      guard takeNonASCII() else { return nil }
      position += plainLength()
    }
    return fail(.unexpectedEnd) ? nil : nil
  }

  private mutating func escapedString(_ start: Int, _ scratch: inout ScratchBytes) -> TextSlice? {
    let target = scratch.free
    memcpy(target, base + start, position - start)
    var length = position - start
    while position < end {
      let byte = base[position]
      if byte == 0x22 {
        position += 1
        scratch.use(length)
        return TextSlice(start: target, count: length)
      }
      if byte == 0x5C {
        guard takeEscape(target, &length) else { return nil }
      } else {
        let from = position
        guard takeNonASCII() else { return nil }
        for index in from..<position {
          target[length] = base[index]
          length += 1
        }
      }
      copyPlain(target, &length)
    }
    return fail(.unexpectedEnd) ? nil : nil
  }

  /// Copies plain bytes to `target + length` and steps over them.
  ///
  /// Bounds: writes 16 bytes at a time; an escaped string is never longer than its source, and scratch has those to spare.
  @inline(__always)
  private mutating func copyPlain(_ target: UnsafeMutablePointer<UInt8>, _ length: inout Int) {
    while end - position >= 16 {
      let (first, second) = (Self.word(base + position), Self.word(base + position + 8))
      let place = UnsafeMutableRawPointer(target + length)
      place.storeBytes(of: first.littleEndian, as: UInt64.self)
      place.storeBytes(of: second.littleEndian, toByteOffset: 8, as: UInt64.self)
      let (low, high) = (Self.specialBytes(first), Self.specialBytes(second))
      if low | high != 0 {
        let plain = low != 0 ? low.trailingZeroBitCount >> 3 : 8 + high.trailingZeroBitCount >> 3
        position += plain
        length += plain
        return
      }
      position += 16
      length += 16
    }
    while position < end, Self.isPlain(base[position]) {
      target[length] = base[position]
      position += 1
      length += 1
    }
  }

  /// Steps over a string without keeping it.
  @inline(__always)
  mutating func skipString() -> Bool {
    guard take(0x22) else { return fail(.unexpectedByte) }
    position += plainLength()
    if position < end, base[position] == 0x22 {
      position += 1
      return true
    }
    return skipSpecials()
  }

  private mutating func skipSpecials() -> Bool {
    while position < end {
      let byte = base[position]
      if byte == 0x22 {
        position += 1
        return true
      }
      if byte == 0x5C {
        guard skipEscape() else { return false }
      } else {
        guard takeNonASCII() else { return false }
      }
      position += plainLength()
    }
    return fail(.unexpectedEnd)
  }

  /// Steps over a run of UTF-8 sequences of two to four bytes.
  private mutating func takeNonASCII() -> Bool {
    guard base[position] >= 0x80 else { return fail(.controlCharacter) }
    while position < end, base[position] >= 0x80 {
      let length = UTF8Sequence.length(base + position, available: end - position)
      guard length > 0 else { return fail(.badUTF8) }
      position += length
    }
    return true
  }
}

extension JSONCursor {
  @inline(__always)
  private mutating func skipEscape() -> Bool {
    guard position + 1 < end else {
      position = end
      return fail(.unexpectedEnd)
    }
    if base[position + 1] == 0x75 { return escapedScalar() != nil }
    guard Self.simpleEscape(base[position + 1]) != 0 else { return fail(.badEscape) }
    position += 2
    return true
  }

  @inline(__always)
  private mutating func takeEscape(_ target: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> Bool {
    guard position + 1 < end else {
      position = end
      return fail(.unexpectedEnd)
    }
    let simple = Self.simpleEscape(base[position + 1])
    if simple != 0 {
      target[length] = simple
      length += 1
      position += 2
      return true
    }
    guard base[position + 1] == 0x75 else { return fail(.badEscape) }
    guard let scalar = escapedScalar() else { return false }
    UTF8Sequence.encode(scalar, to: target, &length)
    return true
  }

  /// The byte that a one-letter escape stands for; 0 if there is no such escape.
  @inline(__always)
  private static func simpleEscape(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x6E: 0x0A
    case 0x22: 0x22
    case 0x5C: 0x5C
    case 0x74: 0x09
    case 0x72: 0x0D
    case 0x2F: 0x2F
    case 0x62: 0x08
    case 0x66: 0x0C
    default: 0
    }
  }

  /// Reads `\uXXXX`, or two of them where they are a surrogate pair.
  private mutating func escapedScalar() -> UInt32? {
    guard let first = hexUnit() else { return nil }
    guard first & 0xF800 == 0xD800 else { return first }
    guard first < 0xDC00, position + 1 < end, base[position] == 0x5C, base[position + 1] == 0x75 else {
      return fail(.loneSurrogate) ? nil : nil
    }
    guard let second = hexUnit() else { return nil }
    guard second & 0xFC00 == 0xDC00 else { return fail(.loneSurrogate) ? nil : nil }
    return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
  }

  /// The four hexadecimal digits behind `\u`, which stands here.
  private mutating func hexUnit() -> UInt32? {
    guard end - position >= 6 else {
      position = end
      return fail(.unexpectedEnd) ? nil : nil
    }
    var unit: UInt32 = 0
    for index in position + 2..<position + 6 {
      let byte = UInt32(base[index])
      switch byte {
      case 0x30...0x39: unit = unit << 4 | (byte - 0x30)
      case 0x41...0x46: unit = unit << 4 | (byte - 0x37)
      case 0x61...0x66: unit = unit << 4 | (byte - 0x57)
      default: return fail(.badEscape) ? nil : nil
      }
    }
    position += 6
    return unit
  }
}
