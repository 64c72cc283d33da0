extension Array {
  /// The first index for which the predicate holds, of an array that is sorted by it; the count if there is none.
  /// O(log count)
  @inlinable
  package func partitioningIndex(_ predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
