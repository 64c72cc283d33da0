import SentinelModel

/// The groups of one space: distinct tuples of `by` labels, by dense index.
///
/// At most `capacity` tuples have a group of their own, first come in timestamp order, and only while there is memory for
/// their windows. Samples of further ones, and of tuples of more than `byteLimit` bytes, share the overflow group, whose
/// labels are empty but for `overflow="true"`.
struct GroupTable {
  let by: [String]
  private(set) var capacity: Int
  private(set) var tuples: [[String]?] = []
  private var indices: [[String]: Int] = [:]
  private var free: [Int] = []
  private(set) var overflowGroup: Int?
  /// Set while there is no memory for groups in further places; places of forgotten ones are given again.
  var isClosed = false
  /// Samples that went into the overflow group.
  var overflowCount = 0

  init(by: [String], capacity: Int) {
    self.by = by
    self.capacity = capacity
  }

  /// The groups of another table, with the places that they have there; those over the capacity stay.
  init(goingOnFrom other: GroupTable, capacity: Int) {
    self = other
    self.capacity = capacity
  }

  /// The most bytes of labels that a group of its own may have: an event may bring megabytes of them, and each group
  /// keeps its own.
  static let byteLimit = 4_096

  /// One more than the largest index that was ever given.
  var indexCount: Int { tuples.count }

  var liveCount: Int { indices.count + (overflowGroup == nil ? 0 : 1) }

  func index(of tuple: [String]) -> Int? { indices[tuple] }

  /// All groups, in the order of their places.
  var live: [Int] { tuples.indices.filter { tuples[$0] != nil } }

  /// The group of `tuple`, new if need be.
  mutating func resolve(_ tuple: [String]) -> Int {
    if let known = indices[tuple] { return known }
    let isFull = indices.count >= capacity || (isClosed && free.isEmpty)
    if isFull || tuple.reduce(0, { $0 + $1.utf8.count }) > Self.byteLimit { return resolveOverflow() }
    let index = place(tuple)
    indices[tuple] = index
    return index
  }

  /// The group of all that have none of their own, new if need be.
  mutating func resolveOverflow() -> Int {
    if let overflowGroup { return overflowGroup }
    let index = place([String](repeating: "", count: by.count))
    overflowGroup = index
    return index
  }

  private mutating func place(_ tuple: [String]) -> Int {
    if let index = free.popLast() {
      tuples[index] = tuple
      return index
    }
    tuples.append(tuple)
    return tuples.count - 1
  }

  /// Forgets a group; its index may be given again.
  mutating func remove(_ index: Int) {
    guard let tuple = tuples[index] else { return }
    if overflowGroup == index { overflowGroup = nil } else { indices[tuple] = nil }
    tuples[index] = nil
    free.append(index)
  }

  /// The non-empty labels of a group.
  func labels(of index: Int) -> LabelSet {
    guard let tuple = tuples[index] else { return LabelSet() }
    var labels = LabelSet(zip(by, tuple))
    if overflowGroup == index { labels["overflow"] = "true" }
    return labels
  }
}
