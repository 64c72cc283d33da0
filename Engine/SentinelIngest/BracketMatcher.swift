/// Finds the bracket that closes an object, over as many pieces as it comes in.
struct BracketMatcher {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Reads `base[from..<count]`; the index behind the closing bracket, nil if it isn't there yet.
  mutating func end(_ base: UnsafePointer<UInt8>, from: Int, count: Int) -> Int? {
    var cursor = JSONCursor(base: base, count: count)
    cursor.position = from
    while cursor.position < count {
      if isInString {
        passString(&cursor)
        continue
      }
      switch base[cursor.position] {
      case 0x22: isInString = true
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        depth -= 1
        if depth <= 0 { return cursor.position + 1 }
      default: break
      }
      cursor.position += 1
    }
    return nil
  }

  private mutating func passString(_ cursor: inout JSONCursor) {
    if isEscaped {
      isEscaped = false
      cursor.position += 1
      return
    }
    cursor.position += cursor.plainLength()
    switch cursor.current {
    case 0x22: isInString = false
    case 0x5C: isEscaped = true
    default: break
    }
    // At the end of the piece there is nothing to step over.
    if cursor.position < cursor.end { cursor.position += 1 }
  }
}
