import SentinelIngest
import SentinelModel
import Testing

@Suite("Bodies of requests")
struct EventBodyTests {
  private static func read(_ text: String) -> EventBody {
    Array(text.utf8).withUnsafeBufferPointer {
      EventBody($0, layout: .everything, arrival: Timestamp(nanoseconds: 7_000_000_000))
    }
  }

  @Test(
    "an object, a list and lines give the same events",
    arguments: [
      #"[{"timestamp":2,"prompt":"b"},{"timestamp":1,"prompt":"a"}]"#,
      "{\"timestamp\":2,\"prompt\":\"b\"}\n{\"timestamp\":1,\"prompt\":\"a\"}\n\n",
      "[\n {\"timestamp\":2,\"prompt\":\"b\"},\n {\"timestamp\":1,\"prompt\":\"a\"}\n]",
    ])
  func forms(text: String) {
    let body = Self.read(text)
    #expect(body.batch.rows.map { body.batch.text(.prompt, row: $0) } == ["a", "b"])
    #expect(body.batch.positions == [1, 0] && body.refusedCount == 0)
  }

  @Test("one event alone is a body, and nothing at all is one without events")
  func single() {
    #expect(Self.read(#"{"timestamp":1}"#).batch.count == 1)
    for text in ["", "\n\n", "[]", " "] { #expect(Self.read(text).batch.isEmpty) }
  }

  @Test("an event without a time happened when it arrived")
  func arrival() {
    #expect(Self.read(#"{"prompt":"a"}"#).batch.timestamps == [Timestamp(nanoseconds: 7_000_000_000)])
  }

  @Test("a bad event is refused with its place, field and reason; the others are taken")
  func refusals() {
    let body = Self.read(
      """
      {"timestamp":1}
      {"timestamp":1,"duration_ms":-1}
      not JSON
      {"timestamp":2}
      """)
    #expect(body.batch.count == 2 && body.refusedCount == 2)
    #expect(body.refused.map(\.index) == [1, 2])
    #expect(body.refused.first == EventBody.Refusal(index: 1, field: "duration_ms", reason: "is negative"))
  }

  @Test("a list that breaks off gives what is whole, and says so")
  func brokenOff() {
    let body = Self.read(#"[{"timestamp":1},{"timestamp":2},{"times"#)
    #expect(body.batch.count == 2 && body.refusedCount >= 1)
  }

  @Test("of many refusals the first hundred are told")
  func manyRefusals() {
    let body = Self.read(String(repeating: "{}x\n", count: 250))
    #expect(body.refusedCount == 250 && body.refused.count == 100)
  }

  private static func inflate(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [UInt8] {
    try bytes.withUnsafeBufferPointer { try GzipBody.inflate($0, limit: limit) }
  }

  @Test("gzip is inflated, in any number of members, up to a limit")
  func gzip() throws {
    let text = String(repeating: "0123456789", count: 20_000)
    let members = ReplayInputTests.gzip(text) + ReplayInputTests.gzip("end")
    #expect(try Self.inflate(members) == Array((text + "end").utf8))
    #expect(throws: GzipBody.Fault.tooLarge(limit: 199_999)) { try Self.inflate(members, limit: 199_999) }
    #expect(throws: GzipBody.Fault.broken("ends too early")) { try Self.inflate([]) }
    for length in stride(from: 0, to: members.count - 30, by: 7) where length != ReplayInputTests.gzip(text).count {
      #expect(throws: GzipBody.Fault.self) { try Self.inflate(Array(members[..<length])) }
    }
    #expect(throws: GzipBody.Fault.broken("is broken")) { try Self.inflate(Array("no gzip".utf8)) }
  }
}
