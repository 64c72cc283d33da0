package import SentinelModel

/// The events of several files in the order of time, ties in the order of the files, then of the lines [P13].
///
/// Files are read as streams. Each holds back `reorderBuffer` events, so events that stand at most that far behind their
/// place are brought into order; one that stands further behind ends the replay with an error.
package struct ReplayInput {
  package let layout: BatchLayout
  /// Events that were not taken, so far.
  package private(set) var refusals = RefusalLog()
  /// Events handed on, so far.
  package private(set) var eventCount = 0

  private let settings: ReplaySettings
  private var inputs: [Input] = []
  private var heap = MergeHeap()
  private var last: MergeKey?
  /// What ended the reading of an input: the others go on up to the time it had reached.
  private var failure: ReplayInputError?
  /// Rows behind this are not handed on: of the input that broke off, some are missing there.
  private var limit = MergeKey(timestamp: .distantFuture, input: .max, batch: .max)

  private struct Input {
    let file: InputFile
    var isAtEnd = false
    var batches = 0
    /// The time of the newest row.
    var newest = Timestamp.distantPast
    /// Rows and bytes read and not handed on.
    var heldRows = 0
    var heldBytes = 0
  }

  /// Opens the files; `-` is standard input. `mapping` holds for those in CSV.
  package init(
    paths: [String], layout: BatchLayout, mapping: CSVMapping = CSVMapping(),
    settings: ReplaySettings = ReplaySettings()
  ) throws(ReplayInputError) {
    self.layout = layout
    self.settings = settings
    for path in paths {
      let decoder = FrameDecoder(path: path, layout: layout, mapping: mapping, settings: settings)
      let file = try InputFile(path: path, layout: layout, decoder: decoder, readSize: settings.readSize)
      inputs.append(Input(file: file))
    }
  }

  /// What the events so far held that has no meaning.
  package var oddities: EventOddities { inputs.reduce(into: EventOddities()) { $0.add($1.file.oddities) } }

  /// Bytes read from all files, compressed ones as they are stored.
  package var bytesRead: Int { inputs.reduce(0) { $0 + $1.file.buffer.file.bytesRead } }

  /// The size of all files; nil where one of them has none (standard input, a pipe).
  package var bytesTotal: Int? {
    var total = 0
    for input in inputs {
      guard let size = input.file.buffer.file.size else { return nil }
      total += size
    }
    return total
  }

  /// The next rows in the order of time (``EventBatch/rows`` of the batch), at least one; nil at the end.
  ///
  /// - Throws: what ended the reading of an input, after all rows that came before it.
  package mutating func next() throws(ReplayInputError) -> EventBatch? {
    guard let run = nextRun() else {
      if let failure { throw failure }
      return nil
    }
    if run.count >= Self.shortRun || inputs.count == 1 { return take(run) { $0.batch.slice($1) } }
    return gather()
  }

  /// Runs below this many rows are copied together: a batch costs its readers more than the copy.
  private static let shortRun = 64

  /// The rows that come next and lie in one batch.
  private mutating func nextRun() -> (input: Int, count: Int)? {
    for index in inputs.indices {
      do throws(ReplayInputError) { try fill(index) } catch { breakOff(index, error) }
    }
    guard let front = heap.front, front.key < limit else { return nil }
    let known = failure == nil ? front.count : min(front.count, heap.withFirst { $0.count(before: limit) } ?? 0)
    return (front.key.input, max(1, min(known, handOnLimit(front.key.input))))
  }

  private mutating func breakOff(_ index: Int, _ error: ReplayInputError) {
    failure = failure ?? error
    limit.timestamp = min(limit.timestamp, inputs[index].newest)
    inputs[index].isAtEnd = true
  }

  /// Several short runs in one batch.
  private mutating func gather() -> EventBatch {
    var batch = EventBatch(layout: layout)
    batch.reserve(rows: InputFile.batchRows, textBytes: 0)
    while batch.count < InputFile.batchRows, batch.storedBytes < InputFile.batchBytes, let run = nextRun() {
      if run.count >= Self.shortRun, !batch.isEmpty { break }
      take(run) { batch.append($1, of: $0.batch) }
    }
    return batch
  }

  @discardableResult
  private mutating func take<R>(
    _ run: (input: Int, count: Int), _ body: (borrowing SortedRun, Range<Int>) -> R
  ) -> R? {
    let taken = heap.withFirst { first in
      let rows = first.row..<first.row + run.count
      let isWhole = rows.upperBound == first.batch.count
      last = MergeKey(timestamp: first.batch.timestamps[rows.upperBound - 1], input: run.input, batch: first.number)
      inputs[run.input].heldRows -= run.count
      if isWhole { inputs[run.input].heldBytes -= first.batch.storedBytes }
      return body(first, rows)
    }
    eventCount += run.count
    heap.advanceFirst(by: run.count)
    return taken
  }

  private func isFull(_ input: Input) -> Bool {
    input.heldRows > settings.reorderBuffer || input.heldBytes >= settings.reorderBytes
  }

  private func handOnLimit(_ index: Int) -> Int {
    let input = inputs[index]
    guard !input.isAtEnd, input.heldRows > settings.reorderBuffer else { return .max }
    return input.heldRows - settings.reorderBuffer
  }

  private mutating func fill(_ index: Int) throws(ReplayInputError) {
    while !inputs[index].isAtEnd, !isFull(inputs[index]) {
      guard let batch = try inputs[index].file.nextBatch(&refusals) else {
        inputs[index].isAtEnd = true
        return
      }
      var run = SortedRun(batch: batch, input: index, number: inputs[index].batches)
      // Rows of one input at one instant stay in the order of its lines, so only an earlier file's may be late there.
      while run.remaining > 0, let last, (run.key.timestamp, index) < (last.timestamp, last.input) { run.row += 1 }
      inputs[index].batches += 1
      if run.remaining > 0 { hold(run) }
      guard run.row == 0 else {
        throw .outOfOrder(
          path: inputs[index].file.path, line: Int(batch.positions[0]), reorderBuffer: settings.reorderBuffer,
          reorderBytes: settings.reorderBytes)
      }
    }
  }

  private mutating func hold(_ run: SortedRun) {
    inputs[run.input].heldRows += run.remaining
    inputs[run.input].heldBytes += run.batch.storedBytes
    inputs[run.input].newest = max(inputs[run.input].newest, run.batch.timestamps[run.batch.count - 1])
    heap.insert(run)
  }
}
