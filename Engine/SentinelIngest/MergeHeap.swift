import SentinelModel

/// The place of a row in the order of a replay [P13]: time, then file, then line.
struct MergeKey: Comparable {
  var timestamp: Timestamp
  var input: Int
  /// Batches of one input are numbered as they were read.
  var batch: Int

  static func < (left: MergeKey, right: MergeKey) -> Bool {
    if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
    return (left.input, left.batch) < (right.input, right.batch)
  }
}

/// A sorted batch with the rows that have not been handed on yet.
struct SortedRun {
  let batch: EventBatch
  let input: Int
  let number: Int
  var row = 0

  var key: MergeKey { MergeKey(timestamp: batch.timestamps[row], input: input, batch: number) }
  var remaining: Int { batch.count - row }

  /// How many rows from `row` on come before `limit`. O(log rows), O(1) where all do.
  func count(before limit: MergeKey) -> Int {
    func isBefore(_ row: Int) -> Bool {
      MergeKey(timestamp: batch.timestamps[row], input: input, batch: number) < limit
    }
    if isBefore(batch.count - 1) { return remaining }
    var low = row
    var high = batch.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low - row
  }
}

/// Runs by their first row: a binary heap.
struct MergeHeap {
  private var runs: [SortedRun] = []

  /// The key of the first run's first row, and how many of its rows come before all other runs; nil if there is none.
  var front: (key: MergeKey, count: Int)? {
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
  func withFirst<R>(_ body: (borrowing SortedRun) -> R) -> R? { runs.isEmpty ? nil : body(runs[0]) }

  mutating func insert(_ run: SortedRun) {
    runs.append(run)
    var index = runs.count - 1
    while index > 0, runs[index].key < runs[(index - 1) / 2].key {
      runs.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes `count` rows off the first run.
  mutating func advanceFirst(by count: Int) {
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
