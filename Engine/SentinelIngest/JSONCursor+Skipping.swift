extension JSONCursor {
  /// Checks the value that stands here and steps over it.
  /// - Parameter depth: how many containers are open around it.
  @inline(__always)
  mutating func skipValue(depth: Int) -> Bool {
    switch current {
    case 0x22: skipString()
    case 0x7B, 0x5B: skipContainer(depth: depth)
    default: skipScalar()
    }
  }

  private mutating func skipScalar() -> Bool {
    switch current {
    case 0x22: skipString()
    case 0x2D, 0x30...0x39: number() != nil
    case 0x4E, 0x49, 0x2B, 0x2E: fail(.badNumber)
    default: takeWord()
    }
  }

  /// No recursion: one bit for each open container says whether it is an object; `maximumDepth` is the width of a word.
  private mutating func skipContainer(depth: Int) -> Bool {
    var objects: UInt64 = 0
    var level = 0
    repeat {
      switch current {
      case 0x7B, 0x5B:
        guard depth + level < Self.maximumDepth else { return fail(.tooDeep) }
        let isObject = current == 0x7B
        objects = isObject ? objects | 1 << UInt64(level) : objects & ~(1 << UInt64(level))
        level += 1
        position += 1
        skipBlanks()
        if take(isObject ? 0x7D : 0x5D) {
          level -= 1
        } else {
          guard !isObject || (skipString() && takeColon()) else { return false }
          continue
        }
      default:
        guard skipScalar() else { return false }
      }
      guard closeContainers(&level, objects) else { return false }
    } while level > 0
    return true
  }

  /// Behind a value: steps over the brackets that close here, then over the comma and the key of the next value.
  private mutating func closeContainers(_ level: inout Int, _ objects: UInt64) -> Bool {
    while level > 0 {
      let isObject = objects >> UInt64(level - 1) & 1 == 1
      skipBlanks()
      if take(0x2C) {
        skipBlanks()
        return !isObject || (skipString() && takeColon())
      }
      guard take(isObject ? 0x7D : 0x5D) else { return fail(.missingComma) }
      level -= 1
    }
    return true
  }
}
