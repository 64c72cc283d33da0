/// A sorted batch with the rows that have not been handed on yet.
package struct SortedRun: Sendable {
  package let batch: EventBatch
  package let input: Int
  package let number: Int
  package var row: Int

  package init(batch: EventBatch, input: Int, number: Int, row: Int = 0) {
    self.batch = batch
    self.input = input
    self.number = number
    self.row = row
  }

  package var key: MergeKey { MergeKey(timestamp: batch.timestamps[row], input: input, batch: number) }
  package var remaining: Int { batch.count - row }

  /// How many rows from `row` on come before `limit`. O(log rows), O(1) where all do.
  package func count(before limit: MergeKey) -> Int {
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
