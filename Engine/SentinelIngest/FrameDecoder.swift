import SentinelModel

/// A framer with the decoder that belongs to it.
enum FrameDecoder {
  case json(JSONFrames)
  case csv(CSVFrames)

  final class JSONFrames {
    var framer: JSONFramer
    var decoder: JSONEventDecoder

    init(framer: JSONFramer, decoder: JSONEventDecoder) {
      self.framer = framer
      self.decoder = decoder
    }
  }

  final class CSVFrames {
    var framer: CSVFramer
    var decoder: CSVEventDecoder
    let path: String

    init(framer: CSVFramer, decoder: CSVEventDecoder, path: String) {
      self.framer = framer
      self.decoder = decoder
      self.path = path
    }
  }

  init(path: String, layout: BatchLayout, mapping: CSVMapping, settings: ReplaySettings) {
    switch settings.format ?? InputFormat(path: path) {
    case .json:
      self = .json(
        JSONFrames(framer: JSONFramer(limit: settings.eventLimit), decoder: JSONEventDecoder(layout: layout)))
    case .csv:
      self = .csv(
        CSVFrames(
          framer: CSVFramer(limit: settings.eventLimit),
          decoder: CSVEventDecoder(layout: layout, mapping: mapping, path: path), path: path))
    }
  }

  func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> EventFrame {
    switch self {
    case .json(let frames): frames.framer.next(in: bytes, isAtEnd: isAtEnd)
    case .csv(let frames): frames.framer.next(in: bytes, isAtEnd: isAtEnd)
    }
  }

  /// Rows decoded and not moved to a batch.
  var staged: StagedColumns {
    switch self {
    case .json(let frames): frames.decoder.staged
    case .csv(let frames): frames.decoder.staged
    }
  }

  /// What events held that has no meaning.
  var oddities: EventOddities {
    switch self {
    case .json(let frames): frames.decoder.oddities
    case .csv(let frames): frames.decoder.oddities
    }
  }

  /// The place in its list, from 1, of the event framed last; nil where it doesn't stand in a list.
  var listIndex: Int? {
    switch self {
    case .json(let frames): frames.framer.listIndex
    case .csv: nil
    }
  }

  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, position: UInt32
  ) throws(ReplayInputError) -> EventRefusal? {
    switch self {
    case .json(let frames):
      let refusal = frames.decoder.decode(bytes, position: position)
      // The first line tells whether the whole input is something else.
      guard position == 1, let refusal, let guess = InputFormat.guess(firstLine: bytes) else { return refusal }
      return EventRefusal(line: refusal.line, field: "", reason: guess)
    case .csv(let frames):
      if position == 1, let reason = InputFormat.utf16(bytes) { throw .header(path: frames.path, reason: reason) }
      return try frames.decoder.decode(bytes, position: position)
    }
  }

  func finish() -> (line: UInt32, reason: String)? {
    switch self {
    case .json(let frames): frames.framer.finish()
    case .csv(let frames): frames.framer.finish()
    }
  }
}
