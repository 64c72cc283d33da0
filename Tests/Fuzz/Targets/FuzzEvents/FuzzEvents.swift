public import FuzzSupport
import SentinelIngest
import SentinelModel
import SentinelRuntime

@_cdecl("FuzzEvents_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// Cuts the input into events and decodes them in memory. A part of the inputs, and those that are gzip, are also read as
/// a file and run through an engine: that takes a hundred times as long.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let input = UnsafeBufferPointer(start: start, count: count)
  let choice = input.reduce(UInt64(count)) { ($0 &* 31) &+ UInt64($1) }
  let form = EventForm(input)
  switch form {
  case .json: decode(input)
  case .csv: decodeCSV(input, CSVMapping())
  case .mappedCSV: decodeCSV(input, EventFile.mapping)
  case .gzip: break
  }
  if form == .gzip || choice % 8 == 0 { readBody(input, form) }
  if form == .gzip || choice % 32 == 0 { readFile(input, form, choice / 32) }
  return 0
}

/// Reads the input as the body of a request, inflated where it is gzip.
private func readBody(_ input: UnsafeBufferPointer<UInt8>, _ form: EventForm) {
  var held = 0
  let inflated = try? GzipBody.inflate(input, limit: 1 << 16) { count in
    held += count
    return held <= 1 << 16
  }
  require((inflated?.count ?? 0) <= 1 << 16, "more is inflated than may be")
  if form == .gzip { inflated?.withUnsafeBufferPointer(checkBody) } else { checkBody(input) }
}

private func checkBody(_ body: UnsafeBufferPointer<UInt8>) {
  let read = EventBody(body, layout: layout, arrival: Timestamp(nanoseconds: 0))
  require(read.refused.count <= min(read.refusedCount, EventBody.refusalLimit), "refusals are told that weren't")
  require(Set(read.batch.positions).count == read.batch.count, "two events have one place")
  if !read.batch.isEmpty { check(read.batch) }
  require(
    zip(read.batch.timestamps, read.batch.timestamps.dropFirst()).allSatisfy { $0 <= $1 }, "a body is in disorder")
}

/// Reads a file twice, in one piece and in small ones, which must give the same. What was read goes through an engine,
/// as it is and row by row, which must give the same too.
private func readFile(_ input: UnsafeBufferPointer<UInt8>, _ form: EventForm, _ choice: UInt64) {
  let file = EventFile(input, form)
  let whole = file.read(layout: layout, readSize: 4_096)
  let pieces = file.read(layout: layout, readSize: 2 + Int(choice % 61))
  require(whole == pieces, "events depend on how the file is cut into reads")
  if choice % 4 == 0 { file.readLimited(layout: layout, choice) }
  if !whole.batches.isEmpty { judge(whole.batches, rowByRow: choice % 3 == 0) }
}

private func judge(_ batches: [EventBatch], rowByRow: Bool) {
  let transitions = Run.transitions(rules, drain: .seconds(40)) { engine in
    for batch in batches { engine.process(batch) }
  }
  guard rowByRow else { return }
  let again = Run.transitions(rules, drain: .seconds(40)) { engine in
    for batch in batches { for row in batch.rows { engine.process(batch.slice(row..<row + 1)) } }
  }
  require(transitions == again, "transitions depend on how rows are cut into batches")
}
