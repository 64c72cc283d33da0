import SentinelModel
import SentinelPlugin
import Testing

private enum Output: Int, DetectorOutput {
  case first, second
  var metric: Metric { Metric(self == .first ? "first" : "second", kind: .gauge, unit: .one, help: "") }
}

@Suite("A sample buffer")
struct SampleBufferTests {
  @Test("keeps samples by output, in row order")
  func columns() {
    var buffer = SampleBuffer<Output>()
    buffer.append(.second, row: 2, 0.5)
    buffer.append(.second, row: 4, 1.5)
    #expect(buffer.columns.map(\.count) == [0, 2])
    #expect(buffer[.second].rows == [2, 4])
    #expect(buffer[.second].values == [0.5, 1.5])
  }

  @Test("fills a column from a function of the row, without the rows that have no value")
  func fill() {
    var buffer = SampleBuffer<Output>()
    buffer.fill(.first, rows: 3..<6) { $0 == 4 ? .nan : Double($0) }
    #expect(buffer[.first].rows == [3, 5])
    #expect(buffer[.first].values == [3, 5])
    #expect(buffer.tallies.isEmpty)
  }

  @Test("refuses and counts values that are not finite")
  func notFinite() {
    var buffer = SampleBuffer<Output>()
    buffer.append(.first, row: 0, .nan)
    buffer.append(.first, at: Timestamp(nanoseconds: 0), labels: LabelSet(), .infinity)
    buffer.fill(.second, rows: 0..<2) { _ in -.infinity }
    #expect(buffer.columns.allSatisfy(\.isEmpty) && buffer.freeSamples.isEmpty)
    #expect(
      buffer.tallies.entries.map { "\($0.key.reason) \($0.key.name) \($0.count)" } == [
        "not_finite first 2", "not_finite second 2",
      ])
  }

  @Test("drops samples that nobody wants")
  func unwanted() {
    var buffer = SampleBuffer<Output>(wanted: [.first])
    #expect(buffer.wants(.first) && !buffer.wants(.second))
    buffer.append(.second, row: 0, 1)
    buffer.append(.second, row: 0, .nan)
    buffer.fill(.second, rows: 0..<2) { _ in 1 }
    buffer.append(.second, at: Timestamp(nanoseconds: 0), labels: LabelSet(), 1)
    #expect(buffer.columns.allSatisfy(\.isEmpty) && buffer.freeSamples.isEmpty && buffer.tallies.isEmpty)
  }

  @Test("forgets everything on request")
  func removeAll() {
    var buffer = SampleBuffer<Output>()
    buffer.append(.first, row: 0, 1)
    buffer.append(.first, at: Timestamp(nanoseconds: 0), labels: LabelSet(), 1)
    buffer.tally("unpriced_model", "x")
    buffer.removeAll()
    #expect(buffer.columns.allSatisfy(\.isEmpty) && buffer.freeSamples.isEmpty && buffer.tallies.isEmpty)
  }

  @Test("counts without bound on names, in bounded memory")
  func tallies() {
    var tallies = TallyTable()
    for index in 0..<5_000 { tallies.count("unpriced_model", "model-\(index)") }
    tallies.count("unpriced_model", "model-7", by: 2)
    tallies.count("unpriced_model", String(repeating: "x", count: 10_000))
    #expect(tallies.entries.count == TallyTable.capacity + 1)
    #expect(tallies.entries.reduce(0) { $0 + $1.count } == 5_003)
    #expect(tallies.entries.allSatisfy { $0.key.name.count <= TallyTable.nameLimit })
    #expect(tallies.entries.map(\.key) == tallies.entries.map(\.key).sorted())
  }
}
