import SentinelModel

/// One input of a replay: bytes, cut into events, decoded into batches.
final class InputFile {
  let path: String
  let buffer: InputBuffer
  private let decoder: FrameDecoder
  private let layout: BatchLayout
  private let staged: StagedColumns
  private var isDone = false
  /// What ended the reading, until the events before it are handed on.
  private var failure: ReplayInputError?

  /// Rows of a batch.
  static let batchRows = StagedColumns.capacity
  /// A batch ends early when its texts take this many bytes.
  static let batchBytes = 8 << 20

  init(path: String, layout: BatchLayout, decoder: FrameDecoder, readSize: Int) throws(ReplayInputError) {
    self.path = path
    self.layout = layout
    self.decoder = decoder
    staged = decoder.staged
    buffer = InputBuffer(file: try FileBytes(path: path), chunk: readSize)
  }

  /// What the events so far held that has no meaning.
  var oddities: EventOddities { decoder.oddities }

  /// The next events in the order of time; nil at the end.
  ///
  /// - Throws: what ended the reading, after the events that came before it.
  func nextBatch(_ refusals: inout RefusalLog) throws(ReplayInputError) -> EventBatch? {
    if let failure { throw failure }
    guard !isDone else { return nil }
    do throws(ReplayInputError) { try fill(&refusals) } catch {
      guard staged.count > 0 else { throw error }
      failure = error
    }
    guard staged.count > 0 else { return nil }
    var batch = EventBatch(layout: layout)
    staged.move(to: &batch)
    batch.sort()
    return batch
  }

  private func fill(_ refusals: inout RefusalLog) throws(ReplayInputError) {
    while staged.count < Self.batchRows, staged.storedBytes < Self.batchBytes {
      let frame = decoder.next(in: buffer.bytes, isAtEnd: buffer.isAtEnd)
      switch frame {
      case .event(let range, let line, let consumed):
        let bytes = UnsafeBufferPointer(rebasing: buffer.bytes[range])
        if let refusal = try decoder.decode(bytes, position: line) { refuse(refusal, &refusals) }
        buffer.consume(consumed)
      case .skipped(let consumed):
        buffer.consume(consumed)
      case .refused(let line, let reason, let consumed):
        refuse(EventRefusal(line: line, field: "", reason: reason), &refusals)
        buffer.consume(consumed)
      case .incomplete:
        if buffer.isAtEnd { return finish(&refusals) }
        try buffer.fill()
      }
    }
  }

  private func refuse(_ refusal: EventRefusal, _ refusals: inout RefusalLog) {
    refusals.append(refusal, of: path, listIndex: decoder.listIndex)
  }

  private func finish(_ refusals: inout RefusalLog) {
    isDone = true
    if let (line, reason) = decoder.finish() {
      refusals.append(EventRefusal(line: line, field: "", reason: reason), of: path)
    }
  }
}
