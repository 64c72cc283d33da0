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

  private struct Input {
    let file: InputFile
    var isAtEnd = false
    var batches = 0
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
  package mutating func next() throws(ReplayInputError) -> EventBatch? {
    for index in inputs.indices { try fill(index) }
    guard let run = heap.first else { return nil }
    var count = heap.secondKey.map { run.count(before: $0) } ?? run.remaining
    count = max(1, min(count, handOnLimit(run.input)))
    let rows = run.row..<run.row + count
    heap.advanceFirst(by: count)
    handOn(run, rows)
    return run.batch.slice(rows)
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
      let run = SortedRun(batch: batch, input: index, number: inputs[index].batches)
      // Rows of one input at one instant stay in the order of its lines, so only an earlier file's may be late there.
      if let last, (run.key.timestamp, index) < (last.timestamp, last.input) {
        throw .outOfOrder(
          path: inputs[index].file.path, line: Int(batch.positions[0]), reorderBuffer: settings.reorderBuffer)
      }
      inputs[index].batches += 1
      inputs[index].heldRows += batch.count
      inputs[index].heldBytes += batch.storedBytes
      heap.insert(run)
    }
  }

  private mutating func handOn(_ run: SortedRun, _ rows: Range<Int>) {
    let lastRow = rows.upperBound - 1
    last = MergeKey(timestamp: run.batch.timestamps[lastRow], input: run.input, batch: run.number)
    eventCount += rows.count
    inputs[run.input].heldRows -= rows.count
    if rows.upperBound == run.batch.count { inputs[run.input].heldBytes -= run.batch.storedBytes }
  }
}
