/// The place of a row among those of other batches [P13]: time, then input, then the order in which batches came.
package struct MergeKey: Comparable, Sendable {
  package var timestamp: Timestamp
  package var input: Int
  /// Batches of one input are numbered as they came.
  package var batch: Int

  package init(timestamp: Timestamp, input: Int, batch: Int) {
    self.timestamp = timestamp
    self.input = input
    self.batch = batch
  }

  package static func < (left: MergeKey, right: MergeKey) -> Bool {
    if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
    return (left.input, left.batch) < (right.input, right.batch)
  }
}

/// Runs by their first row: a binary heap.
package struct MergeHeap: Sendable {
  private var runs: [SortedRun] = []

  package init() {}

  /// The key of the first run's first row, and how many of its rows come before all other runs; nil if there is none.
  package var front: (key: MergeKey, count: Int)? {
    guard !runs.isEmpty else { return nil }
    return (runs[0].key, secondKey.map { runs[0].count(before: $0) } ?? runs[0].remaining)
  }

  private var secondKey: MergeKey? {
    switch runs.count {
    case 0, 1: nil
    case 2: runs[1].key
    default: min(runs[1].key, runs[2].key)
    }
  }

  /// Calls `body` with the first run in place. nil if there is none.
  package func withFirst<R>(_ body: (borrowing SortedRun) -> R) -> R? { runs.isEmpty ? nil : body(runs[0]) }

  package mutating func insert(_ run: SortedRun) {
    runs.append(run)
    var index = runs.count - 1
    while index > 0, runs[index].key < runs[(index - 1) / 2].key {
      runs.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes `count` rows off the first run.
  package mutating func advanceFirst(by count: Int) {
    guard !runs.isEmpty else { return }
    runs[0].row += count
    if runs[0].remaining <= 0 {
      runs.swapAt(0, runs.count - 1)
      runs.removeLast()
    }
    sink()
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < runs.count && runs[child].key < runs[least].key {
        least = child
      }
      if least == index { return }
      runs.swapAt(index, least)
      index = least
    }
  }
}
