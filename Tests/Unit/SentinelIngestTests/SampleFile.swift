import Glibc
import SentinelIngest
import SentinelModel

/// A file for one test, deleted with it; whoever reads it keeps it alive until then.
final class SampleFile {
  let path: String

  init(_ bytes: [UInt8], extension suffix: String = "ndjson") {
    var template = Array("/tmp/sentinel-ingest-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let stem = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = stem + "." + suffix
    rename(stem, path)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { break }
      written += count
    }
    close(descriptor)
  }

  convenience init(_ text: String, extension suffix: String = "ndjson") {
    self.init(Array(text.utf8), extension: suffix)
  }

  /// Calls `body` with the path; the file exists until it returns.
  static func read<R>(_ files: [SampleFile], _ body: ([String]) throws -> R) rethrows -> R {
    try withExtendedLifetime(files) { try body(files.map(\.path)) }
  }

  deinit { unlink(path) }
}

/// All rows of a replay, one batch, and what was refused.
struct Replayed {
  var timestamps: [Timestamp] = []
  var lines: [UInt32] = []
  var prompts: [String] = []
  var refusals: [String] = []
  var refusalCount = 0
  var batches = 0

  init(
    _ files: [SampleFile], layout: BatchLayout = .everything, settings: ReplaySettings = ReplaySettings()
  ) throws {
    try SampleFile.read(files) { try read($0, layout, settings) }
  }

  private mutating func read(_ paths: [String], _ layout: BatchLayout, _ settings: ReplaySettings) throws {
    var input = try ReplayInput(paths: paths, layout: layout, settings: settings)
    while let batch = try input.next() {
      batches += 1
      for row in batch.rows {
        timestamps.append(batch.timestamps[row])
        lines.append(batch.positions[row])
        prompts.append(batch.text(.prompt, row: row))
      }
    }
    refusalCount = input.refusals.count
    refusals = input.refusals.first.map { $0.refusal.line.description + ": " + $0.refusal.description }
  }
}

extension JSONEventDecoder {
  /// One event into a batch of its own.
  mutating func decode(_ json: String) -> (batch: EventBatch, refusal: EventRefusal?) {
    decode(bytes: Array(json.utf8))
  }

  mutating func decode(bytes: [UInt8]) -> (batch: EventBatch, refusal: EventRefusal?) {
    var batch = EventBatch(layout: layout)
    let refusal = bytes.withUnsafeBufferPointer { decode($0, into: &batch, position: 1) }
    return (batch, refusal)
  }
}
