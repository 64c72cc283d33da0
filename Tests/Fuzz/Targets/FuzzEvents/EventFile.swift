import FuzzSupport
import Glibc
import SentinelIngest
import SentinelModel

/// A file without a name, from which events are read.
struct EventFile {
  private static let descriptor = fileno(tmpfile())

  private let path = "/proc/self/fd/\(descriptor)"
  private let format: InputFormat
  private let mapping: CSVMapping

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ form: EventForm) {
    let isWritten =
      ftruncate(Self.descriptor, 0) == 0 && pwrite(Self.descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count
    require(isWritten, "the file can't be written")
    format = form == .csv || form == .mappedCSV ? .csv : .json
    mapping = form == .mappedCSV ? Self.mapping : CSVMapping()
  }

  /// What a reading gives.
  struct Reading: Equatable {
    var batches: [EventBatch] = []
    var refusals: [String] = []
    var refused = 0
    var failure: ReplayInputError?

    /// Of a file that ends in a fault, how far it was read depends on how much was read ahead.
    static func == (left: Reading, right: Reading) -> Bool {
      if left.failure != nil || right.failure != nil { return left.failure != nil && right.failure != nil }
      return left.refusals == right.refusals && left.refused == right.refused
        && left.batches.flatMap(rows) == right.batches.flatMap(rows)
    }
  }

  func read(layout: BatchLayout, readSize: Int) -> Reading {
    var settings = ReplaySettings()
    settings.format = format
    settings.readSize = readSize
    return read(settings, layout)
  }

  /// With tight limits, where only invariants are checked: they decide where a broken file is taken up again.
  func readLimited(layout: BatchLayout, _ choice: UInt64) {
    var settings = ReplaySettings()
    settings.format = format
    settings.readSize = 2 + Int(choice >> 8 & 0x7F)
    settings.eventLimit = 1 + Int(choice >> 16 & 0xFF)
    settings.reorderBuffer = Int(choice >> 24 & 3)
    settings.reorderBytes = 1 + Int(choice >> 26 & 0xFF)
    _ = read(settings, layout)
  }

  private func read(_ settings: ReplaySettings, _ layout: BatchLayout) -> Reading {
    var reading = Reading()
    do throws(ReplayInputError) {
      var input = try ReplayInput(
        paths: [path], layout: layout, mapping: mapping, settings: settings)
      defer { reading.note(input.refusals) }
      var last = Timestamp.distantPast
      while let batch = try input.next() {
        check(batch)
        for row in batch.rows {
          require(batch.timestamps[row] >= last, "events are out of order")
          last = batch.timestamps[row]
        }
        reading.batches.append(batch)
      }
    } catch {
      reading.failure = error
    }
    return reading
  }

  static let mapping: CSVMapping = {
    guard
      let mapping = try? CSVMapping.parse([
        "timestamp=t", "duration_ms=d", "prompt=p", "label:region=r", "metric:queue_depth=m", "service=s",
      ])
    else { fatalError("the mapping is valid") }
    return mapping
  }()
}

extension EventFile.Reading {
  fileprivate mutating func note(_ log: RefusalLog) {
    refusals = log.first.map(\.description)
    refused = log.count
  }
}

/// Every column must have a value in each row, and each value must make sense.
func check(_ batch: EventBatch) {
  let count = batch.count
  require(batch.rows.lowerBound >= 0 && batch.rows.upperBound <= count && !batch.rows.isEmpty, "rows lie outside")
  require(
    batch.kinds.count == count && batch.errors.count == count && batch.positions.count == count,
    "columns differ in length")
  for column in batch.labels {
    require(
      column.codes.count == count && column.codes.allSatisfy { $0 < column.distinctCount }, "a label has no value")
  }
  for column in batch.numbers {
    require(column.count == count && column.allSatisfy { $0.isFinite || $0.isNaN }, "a number is infinite")
  }
  for column in batch.texts {
    require(column.offsets.count == count && column.lengths.count == count, "a text is missing")
    let isInside = zip(column.offsets, column.lengths).allSatisfy { Int($0) + Int($1) <= batch.arena.count }
    require(isInside, "a text lies outside of the arena")
  }
}

/// The rows in words.
private func rows(_ batch: EventBatch) -> [[String]] {
  batch.rows.map { row in
    ["\(batch.timestamps[row])", "\(batch.kinds[row])", "\(batch.errors[row])", "\(batch.positions[row])"]
      + batch.labels.map { $0[row] } + batch.numbers.map { "\($0[row].bitPattern)" }
      + batch.layout.texts.map { batch.text($0, row: row) }
  }
}
