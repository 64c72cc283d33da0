/// The cells of one CSV record, one after the other.
struct CSVCells {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  private var position = 0
  private var isDone = false
  private var scratch: ScratchBytes

  init(base: UnsafePointer<UInt8>, count: Int, scratch: ScratchBytes) {
    self.base = base
    end = count
    self.scratch = scratch
  }

  /// The next cell, with doubled quotes made single; nil behind the last one.
  mutating func next() -> TextSlice? {
    guard !isDone else { return nil }
    let cell = position < end && base[position] == 0x22 ? quoted() : plain()
    if position < end { position += 1 } else { isDone = true }
    return cell
  }

  private mutating func plain() -> TextSlice {
    let start = position
    while position < end, base[position] != 0x2C { position += 1 }
    return TextSlice(start: base + start, count: position - start)
  }

  /// What stands between a closing quote and the comma is kept, as a spreadsheet does.
  private mutating func quoted() -> TextSlice {
    position += 1
    let target = scratch.free
    var length = 0
    var isOpen = true
    while position < end, isOpen || base[position] != 0x2C {
      if isOpen, base[position] == 0x22 {
        if position + 1 < end, base[position + 1] == 0x22 {
          position += 1
        } else {
          isOpen = false
          position += 1
          continue
        }
      }
      target[length] = base[position]
      length += 1
      position += 1
    }
    scratch.use(length)
    return TextSlice(start: target, count: length)
  }
}
