import Glibc

/// The part of an input that is being read: what is left of the last chunk, then the next one. gzip is inflated.
///
/// It grows to the longest event plus one chunk; whoever frames events bounds their length.
final class InputBuffer {
  let file: FileBytes
  private(set) var isAtEnd = false
  private var inflater: Inflater?
  private var memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var isFirst = true
  private let chunk: Int

  init(file: FileBytes, chunk: Int) {
    self.file = file
    self.chunk = max(2, chunk)
    memory = .allocate(byteCount: self.chunk * 2, alignment: 16)
  }

  deinit { memory.deallocate() }

  /// What has been read and not consumed; valid until the next ``fill()``.
  @inline(__always)
  var bytes: UnsafeBufferPointer<UInt8> {
    guard let base = memory.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(start: (base + start).assumingMemoryBound(to: UInt8.self), count: end - start)
  }

  /// Forgets the first `count` bytes.
  @inline(__always)
  func consume(_ count: Int) { start = min(end, start + count) }

  /// Reads one more chunk behind what is there.
  func fill() throws(ReplayInputError) {
    guard !isAtEnd else { return }
    makeRoom()
    let target = UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + chunk])
    var count = try read(into: target)
    if isFirst {
      isFirst = false
      // Two bytes tell gzip from text; pipes may bring them one by one.
      while count == 1 {
        let more = try read(into: UnsafeMutableRawBufferPointer(rebasing: target[1...]))
        if more == 0 { break }
        count += more
      }
      if count >= 2, target[0] == 0x1F, target[1] == 0x8B {
        inflater = try Inflater(file, start: UnsafeRawBufferPointer(rebasing: target[..<count]))
        return try fill()
      }
    }
    end += count
    isAtEnd = count == 0
  }

  private func read(into target: UnsafeMutableRawBufferPointer) throws(ReplayInputError) -> Int {
    if let inflater { try inflater.read(into: target) } else { try file.read(into: target) }
  }

  private func makeRoom() {
    guard let base = memory.baseAddress else { return }
    memmove(base, base + start, end - start)
    end -= start
    start = 0
    guard memory.count - end < chunk else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count * 2, end + chunk), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<end]))
    memory.deallocate()
    memory = larger
  }
}
