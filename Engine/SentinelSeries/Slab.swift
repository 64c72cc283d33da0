/// A growing row of places in one block of memory, one for each group.
///
/// Places are changed where they lie: a class that keeps its groups here pays neither for exclusivity checks nor for
/// copies on the path of a sample. Indices come from the owning ring; debug builds check them.
public final class Slab<Element> {
  @usableFromInline var storage: UnsafeMutablePointer<Element>
  private var capacity: Int
  public private(set) var count = 0

  public init() {
    capacity = 4
    storage = .allocate(capacity: capacity)
  }

  deinit {
    storage.deinitialize(count: count)
    storage.deallocate()
  }

  /// Adds places up to `count`.
  public func grow(to count: Int, _ make: () -> Element) {
    guard count > self.count else { return }
    if count > capacity {
      capacity = max(count, capacity * 2)
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
      larger.moveInitialize(from: storage, count: self.count)
      storage.deallocate()
      storage = larger
    }
    for index in self.count..<count { (storage + index).initialize(to: make()) }
    self.count = count
  }

  @inlinable
  public subscript(index: Int) -> Element {
    unsafeAddress {
      assert(index >= 0 && index < count, "place \(index) of \(count)")
      return UnsafePointer(storage + index)
    }
    unsafeMutableAddress {
      assert(index >= 0 && index < count, "place \(index) of \(count)")
      return storage + index
    }
  }
}
