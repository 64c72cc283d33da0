import SentinelDiagnostics
import SentinelModel
import SentinelRuntime
import SentinelService
import SentinelState
import Testing

@Suite("Records of the journal")
struct IngestRecordTests {
  private static let now = Timestamp(nanoseconds: 1_762_430_400_123_456_789)

  private static func record(_ record: IngestRecord) throws -> JournalRecord {
    let entry = try record.entry
    return JournalRecord(sequence: 1, kind: entry.kind, payload: entry.payload)
  }

  @Test("ticks, gaps and rules read back as they were")
  func roundTrip() throws {
    guard case .tick(Self.now)? = try IngestRecord(try Self.record(.tick(Self.now))) else { throw Failure.other }
    let gap = try IngestRecord(try Self.record(.gap(from: .distantPast, to: Self.now)))
    guard case .gap(.distantPast, Self.now)? = gap else { throw Failure.other }
    let files = [SourceText(path: "é.yaml", text: "rules: []\n"), SourceText(path: "b.yaml", bytes: [])]
    let record = try Self.record(.rules(files, isRepeated: true, now: Self.now))
    guard case .rules(let read, isRepeated: true, Self.now)? = try IngestRecord(record) else {
      throw Failure.other
    }
    #expect(read.map(\.path) == ["é.yaml", "b.yaml"] && read.map(\.bytes) == files.map(\.bytes))
  }

  @Test("events read back with when and how they came")
  func batch() throws {
    var batch = EventBatch(layout: BatchLayout(labels: [], numbers: [], texts: [], metrics: []))
    batch.timestamps = [Self.now]
    batch.kinds = [.samples]
    batch.errors = [false]
    batch.positions = [7]
    batch.rows = 0..<1
    let record = try Self.record(.batch(batch, source: .otlp, now: Self.now))
    guard case .batch(let read, .otlp, Self.now)? = try IngestRecord(record) else { throw Failure.other }
    #expect(read.timestamps == batch.timestamps && read.positions == batch.positions)
  }

  @Test("bytes that are cut off or changed are never read as something else by accident of a trap")
  func damaged() throws {
    let files = [SourceText(path: "a.yaml", text: "rules: []\n")]
    for record in [
      try Self.record(.rules(files, isRepeated: false, now: Self.now)),
      try Self.record(.gap(from: Self.now, to: Self.now)),
    ] {
      for length in 0..<record.payload.count {
        _ = try? IngestRecord(JournalRecord(sequence: 1, kind: record.kind, payload: Array(record.payload[..<length])))
      }
      for place in record.payload.indices {
        var payload = record.payload
        payload[place] ^= 0xFF
        _ = try? IngestRecord(JournalRecord(sequence: 1, kind: record.kind, payload: payload))
      }
    }
    #expect(throws: IngestRecord.Unreadable.self) {
      try IngestRecord(JournalRecord(sequence: 1, kind: .tick, payload: [1, 2]))
    }
  }

  @Test("a kind that a later version writes is passed over")
  func unknownKind() throws {
    guard try IngestRecord(JournalRecord(sequence: 1, kind: .init(rawValue: 200), payload: [])) == nil else {
      throw Failure.other
    }
  }

  private enum Failure: Error { case other }
}
