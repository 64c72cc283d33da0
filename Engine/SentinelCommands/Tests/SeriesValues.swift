/// The values of a test's series, as runs: a few bytes may stand for a million values.
package struct SeriesValues: Sendable, Equatable {
  struct Run: Sendable, Equatable {
    /// nil is no sample.
    let first: Double?
    let step: Double
    let count: Int
  }

  private(set) var runs: [Run] = []
  package private(set) var count = 0

  mutating func append(_ run: Run) {
    runs.append(run)
    count += run.count
  }

  /// Calls `body` with each value and its index; places without a sample are left out.
  package func forEachSample(_ body: (_ index: Int, _ value: Double) -> Void) {
    var start = 0
    for run in runs {
      if let first = run.first {
        for index in 0..<run.count { body(start + index, first + run.step * Double(index)) }
      }
      start += run.count
    }
  }
}
