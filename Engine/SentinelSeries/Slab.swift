/// A growing row of places in one block of memory, one for each group.
///
/// Places are changed where they lie: a class that keeps its groups here pays neither for exclusivity checks nor for
/// copies on the path of a sample. Indices come from the owning ring; debug builds check them.
public final class Slab<Element: ~Copyable> {
  /// Where the elements lie. Behind a constant pointer of its own, so that reading it is no access to a variable of the
  /// class, which would be checked each time.
  @usableFromInline let storage: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
  private var capacity: Int
  public private(set) var count = 0

  public init() {
    capacity = 4
    storage = .allocate(capacity: 1)
    storage.initialize(to: .allocate(capacity: capacity))
  }

  deinit {
    storage.pointee.deinitialize(count: count)
    storage.pointee.deallocate()
    storage.deallocate()
  }

  /// Adds places up to `count`.
  public func grow(to count: Int, _ make: () -> Element) {
    guard count > self.count else { return }
    if count > capacity {
      capacity = max(count, capacity * 2)
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
      larger.moveInitialize(from: storage.pointee, count: self.count)
      storage.pointee.deallocate()
      storage.pointee = larger
    }
    for index in self.count..<count { (storage.pointee + index).initialize(to: make()) }
    self.count = count
  }

  @inlinable
  public subscript(index: Int) -> Element {
    unsafeAddress {
      assert(index >= 0 && index < count, "place \(index) of \(count)")
      return UnsafePointer(storage.pointee + index)
    }
    unsafeMutableAddress {
      assert(index >= 0 && index < count, "place \(index) of \(count)")
      return storage.pointee + index
    }
  }
}
