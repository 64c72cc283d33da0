import FuzzSupport
@testable import SentinelIngest
import SentinelModel

/// What an input looks like.
enum EventForm {
  case json
  case gzip
  /// Its columns are named like fields.
  case csv
  /// Its first column is `t`: columns are mapped.
  case mappedCSV

  /// CSV has a comma in its first line, and the line is no JSON.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let line = bytes.prefix { $0 != 0x0A }
    if bytes.prefix(2).elementsEqual([0x1F, 0x8B]) {
      self = .gzip
    } else if let first = line.first, first != 0x7B, first != 0x5B, line.contains(0x2C) {
      self = line.prefix(2).elementsEqual("t,".utf8) ? .mappedCSV : .csv
    } else {
      self = .json
    }
  }
}

nonisolated(unsafe) private var decoder = JSONEventDecoder(layout: layout)

/// Cuts JSON into events and decodes them, without a file around them.
func decode(_ input: UnsafeBufferPointer<UInt8>) {
  var framer = JSONFramer(limit: 1 << 20)
  var batch = EventBatch(layout: layout)
  var rest = input[...]
  frames: while true {
    switch framer.next(in: UnsafeBufferPointer(rebasing: rest), isAtEnd: true) {
    case .event(let range, let line, let consumed):
      let event = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(rebasing: rest)[range])
      let before = batch.count
      let refusal = decoder.decode(event, into: &batch, position: line)
      require(batch.count == before + (refusal == nil ? 1 : 0), "an event is neither taken nor refused")
      rest = rest.dropFirst(consumed)
    case .skipped(let consumed): rest = rest.dropFirst(consumed)
    case .refused(_, let reason, let consumed):
      require(!reason.isEmpty && consumed > 0, "a refusal goes nowhere")
      rest = rest.dropFirst(consumed)
    case .incomplete: break frames
    }
  }
  require(rest.isEmpty, "bytes at the end are left over")
  checkSorted(&batch)
}

/// Cuts CSV into records and decodes them, without a file around them.
func decodeCSV(_ input: UnsafeBufferPointer<UInt8>, _ mapping: CSVMapping) {
  var framer = CSVFramer(limit: 1 << 20)
  var decoder = CSVEventDecoder(layout: layout, mapping: mapping, path: "input.csv")
  var rest = input[...]
  var records = 0
  frames: while true {
    switch framer.next(in: UnsafeBufferPointer(rebasing: rest), isAtEnd: true) {
    case .event(let range, let line, let consumed):
      let record = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(rebasing: rest)[range])
      let before = decoder.staged.count
      let refusal: EventRefusal?
      do {
        refusal = try decoder.decode(record, position: line)
      } catch {
        // A header that says too little ends the file.
        return
      }
      let taken = records == 0 || refusal != nil ? 0 : 1
      require(decoder.staged.count == before + taken, "a record is neither taken nor refused")
      records += 1
      rest = rest.dropFirst(consumed)
    case .skipped(let consumed): rest = rest.dropFirst(consumed)
    case .refused(_, let reason, let consumed):
      require(!reason.isEmpty && consumed > 0, "a refusal goes nowhere")
      rest = rest.dropFirst(consumed)
    case .incomplete: break frames
    }
  }
  var batch = EventBatch(layout: layout)
  decoder.staged.move(to: &batch)
  checkSorted(&batch)
}

private func checkSorted(_ batch: inout EventBatch) {
  guard !batch.isEmpty else { return }
  batch.rows = 0..<batch.count
  check(batch)
  batch.sort()
  check(batch)
  require(zip(batch.timestamps, batch.timestamps.dropFirst()).allSatisfy { $0 <= $1 }, "sorting leaves disorder")
}
