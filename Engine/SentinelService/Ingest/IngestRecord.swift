package import SentinelDiagnostics
package import SentinelModel
package import SentinelRuntime
package import SentinelState

/// What the journal holds of the service's life: run again in order, it brings the engine to where it was.
package enum IngestRecord {
  /// Events that arrived at a time.
  case batch(EventBatch, source: Lateness.SourceKind, now: Timestamp)
  /// The clock said this time, and something was due.
  case tick(Timestamp)
  /// The rules were these from here on; `isRepeated` where they were before.
  case rules([SourceText], isRepeated: Bool, now: Timestamp)
  /// Nothing ran in between.
  case gap(from: Timestamp, to: Timestamp)

  /// Why a record can't be read: it was written by another version, or is not a record at all.
  package struct Unreadable: Error {}

  package var entry: JournalEntry {
    get throws(BatchCodecFailure) {
      switch self {
      case .batch(let batch, let source, let now):
        var encoder = BatchEncoder()
        return JournalEntry(.batch, [UInt8(source.rawValue)] + Self.bytes(now) + (try encoder.encode(batch)))
      case .tick(let now): return JournalEntry(.tick, Self.bytes(now))
      case .rules(let files, let isRepeated, let now):
        var payload = [isRepeated ? 1 : 0] + Self.bytes(now)
        for file in files {
          for part in [Array(file.path.utf8), file.bytes] { payload += Self.bytes(part.count) + part }
        }
        return JournalEntry(.generation, payload)
      case .gap(let start, let end): return JournalEntry(.gap, Self.bytes(start) + Self.bytes(end))
      }
    }
  }

  /// nil for a record of a kind that later versions write.
  package init?(_ record: JournalRecord) throws(Unreadable) {
    var rest = record.payload[...]
    switch record.kind {
    case .batch:
      guard let kind = rest.popFirst(), let source = Lateness.SourceKind(rawValue: Int(kind)) else {
        throw Unreadable()
      }
      let now = try Self.time(&rest)
      var decoder = BatchDecoder()
      do throws(BatchCodecFailure) { self = .batch(try decoder.decode(Array(rest)), source: source, now: now) } catch {
        throw Unreadable()
      }
    case .tick: self = .tick(try Self.time(&rest))
    case .generation:
      guard let flag = rest.popFirst() else { throw Unreadable() }
      let now = try Self.time(&rest)
      var files: [SourceText] = []
      while !rest.isEmpty {
        let path = String(decoding: try Self.part(&rest), as: UTF8.self)
        files.append(SourceText(path: path, bytes: try Self.part(&rest)))
      }
      self = .rules(files, isRepeated: flag == 1, now: now)
    case .gap: self = .gap(from: try Self.time(&rest), to: try Self.time(&rest))
    default: return nil
    }
  }

  // MARK: - Bytes

  /// Little-endian.
  private static func bytes(_ time: Timestamp) -> [UInt8] { bytes(Int(time.nanoseconds)) }

  private static func bytes(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: Int64(number).littleEndian) { Array($0) }
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) throws(Unreadable) -> Int64 {
    guard rest.count >= 8 else { throw Unreadable() }
    let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(8)
    return Int64(bitPattern: value)
  }

  private static func time(_ rest: inout ArraySlice<UInt8>) throws(Unreadable) -> Timestamp {
    Timestamp(nanoseconds: try number(&rest))
  }

  private static func part(_ rest: inout ArraySlice<UInt8>) throws(Unreadable) -> [UInt8] {
    let count = try number(&rest)
    guard count >= 0, count <= Int64(rest.count) else { throw Unreadable() }
    defer { rest = rest.dropFirst(Int(count)) }
    return Array(rest.prefix(Int(count)))
  }
}
