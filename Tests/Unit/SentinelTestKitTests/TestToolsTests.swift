import Foundation
import SentinelModel
import SentinelTestKit
import Testing

@Suite("The tools for tests")
struct TestToolsTests {
  @Test("a batch of rows has a column for everything that the rows have")
  func everything() {
    let batch = EventBatch.rows([
      EventRow(at: 1.5, labels: ["model": "m"], attributes: ["region": "eu"], metrics: ["depth": 3]),
      EventRow(at: 2, isError: true, numbers: [.inputTokens: 7], texts: [.prompt: "hé"]),
    ])
    #expect(batch.timestamps.map(\.nanoseconds) == [1_500_000_000, 2_000_000_000])
    #expect(batch.rows == 0..<2)
    #expect(batch.errors == [false, true])
    #expect(batch.column(.label("model")).map { [$0[0], $0[1]] } == ["m", ""])
    #expect(batch.column(.attribute("region"))?[0] == "eu")
    #expect(batch.column(metric: "depth")?[0] == 3)
    #expect(batch.column(.inputTokens)?[1] == 7)
    #expect(batch.column(.inputTokens)?[0].isNaN == true)
    #expect(batch.text(.prompt, row: 1) == "hé")
    #expect(batch.text(.prompt, row: 0) == "")
  }

  @Test("a batch of a layout has just its columns")
  func layout() {
    let layout = BatchLayout(labels: [], numbers: [.costUSD], texts: [], metrics: [])
    let batch = EventBatch.rows([EventRow(labels: ["model": "m"], numbers: [.costUSD: 1])], layout: layout)
    #expect(batch.column(.label("model")) == nil)
    #expect(batch.column(.costUSD) == [1])
  }

  @Test("a manual clock moves only when told, also back")
  func clock() {
    let clock = ManualClock(Timestamp(nanoseconds: 5))
    #expect(clock.now.nanoseconds == 5)
    clock.advance(by: .seconds(1))
    clock.advance(by: TimeSpan(nanoseconds: -5))
    #expect(clock.now.nanoseconds == 1_000_000_000)
    clock.set(to: Timestamp(nanoseconds: 7))
    #expect(clock.now.nanoseconds == 7)
  }

  @Test("golden texts are compared by lines")
  func golden() throws {
    #expect(Golden.difference(expected: "a\nb", actual: "a\nb") == nil)
    #expect(Golden.difference(expected: "a\nb", actual: "a\nc") == "2: expected 'b', got 'c'")
    #expect(Golden.difference(expected: "a\n", actual: "a") == "2: expected '', got the end")
    #expect(Golden.difference(expected: "a", actual: "a\nb") == "2: expected the end, got 'b'")
    let missing = URL(fileURLWithPath: "/no/such/file")
    #expect(try Golden.mismatch("a", file: missing)?.contains("does not exist") == true)
  }
}
