/// Plain values in a block of memory of their own, which grows by an eighth: there is one for each group, and doubling
/// would leave half of that memory empty.
///
/// It has one owner and is changed where it lies, so that nothing is counted or checked on the path of a sample.
/// Indices come from the owner; debug builds check them.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>?
  private var size: Int32 = 0
  private var room: Int32 = 0

  init() {}

  init(repeating value: Element, count: Int) { append(repeating: value, count: count) }

  deinit { base?.deallocate() }

  var count: Int { Int(size) }
  var isEmpty: Bool { size == 0 }
  var byteCount: Int { Int(room) * MemoryLayout<Element>.stride }

  /// Only asked for once there is room.
  @inline(__always)
  private var start: UnsafeMutablePointer<Element> { base.unsafelyUnwrapped }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "element \(index) of \(count)")
      return start[index]
    }
    set {
      assert(index >= 0 && index < count, "element \(index) of \(count)")
      start[index] = newValue
    }
  }

  private mutating func reserve(_ count: Int) {
    guard count > Int(room) else { return }
    let larger = room == 0 ? count : max(count, Int(room) + max(Int(room) / 8, 8))
    let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    if let base {
      moved.moveInitialize(from: base, count: self.count)
      base.deallocate()
    }
    base = moved
    room = Int32(larger)
  }

  @inline(__always)
  mutating func append(_ value: Element) {
    if size == room { reserve(count + 1) }
    (start + count).initialize(to: value)
    size += 1
  }

  mutating func append(repeating value: Element, count added: Int) {
    guard added > 0 else { return }
    reserve(count + added)
    (start + count).initialize(repeating: value, count: added)
    size += Int32(added)
  }

  /// Adds values before the element at `index`. O(count).
  mutating func insert(repeating value: Element, count added: Int, at index: Int) {
    assert(index >= 0 && index <= count, "place \(index) of \(count)")
    guard added > 0 else { return }
    reserve(count + added)
    let place = start + index
    (place + added).moveInitialize(from: place, count: count - index)
    place.initialize(repeating: value, count: added)
    size += Int32(added)
  }

  /// Removes `removed` elements from `index` on. O(count).
  mutating func remove(_ removed: Int, at index: Int) {
    assert(index >= 0 && removed >= 0 && index + removed <= count, "\(removed) elements at \(index) of \(count)")
    guard removed > 0 else { return }
    let place = start + index
    place.moveInitialize(from: place + removed, count: count - index - removed)
    size -= Int32(removed)
  }
}
