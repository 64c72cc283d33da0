package import SentinelModel

/// Rows that have come and whose time has not: what arrives in any order leaves in the order of time.
///
/// Rows of equal times leave in the order in which they arrived.
package struct ReorderStage: Sendable {
  private var heap = MergeHeap()
  private var arrivals = 0
  /// Rows that wait.
  package private(set) var rowCount = 0
  /// Bytes of texts and labels of the batches that wait, until their last row has left.
  package private(set) var storedBytes = 0

  package init() {}

  /// Takes in the rows of a batch. O(log batches).
  ///
  /// - Precondition: the batch's rows are in timestamp order, and all of its rows are meant.
  package mutating func insert(_ batch: EventBatch) {
    guard !batch.isEmpty else { return }
    heap.insert(SortedRun(batch: batch, input: 0, number: arrivals))
    arrivals += 1
    rowCount += batch.count
    storedBytes += batch.storedBytes
  }

  /// The next rows up to `time`, as many as lie behind each other in one batch; nil where none has come.
  package mutating func next(through time: Timestamp) -> EventBatch? {
    guard let front = heap.front, front.key.timestamp <= time else { return nil }
    let limit = MergeKey(timestamp: time, input: .max, batch: .max)
    let taken = heap.withFirst { run in
      let count = min(front.count, run.count(before: limit))
      return (run.batch.slice(run.row..<run.row + count), count == run.remaining)
    }
    guard let (rows, isWhole) = taken else { return nil }
    heap.advanceFirst(by: rows.rows.count)
    rowCount -= rows.rows.count
    if isWhole { storedBytes -= rows.storedBytes }
    return rows
  }
}
