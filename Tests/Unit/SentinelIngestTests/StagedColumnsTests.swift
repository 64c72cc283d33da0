import SentinelIngest
import SentinelModel
import Testing

@Suite("Rows staged for a batch")
struct StagedColumnsTests {
  private static let names = ["service", "tenant", "user", "session", "model"]

  /// Values of two letters: many are equal but for one byte in the middle.
  private static func rows(_ count: Int, _ random: inout SplitMix) -> [[String]] {
    (0..<count).map { _ in
      names.map { _ in
        let length = Int.random(in: 0...40, using: &random)
        let place = Int.random(in: 0..<41, using: &random)
        return String((0..<length).map { $0 == place ? "b" : "a" })
      }
    }
  }

  @Test("each row keeps its labels and numbers, whatever order the keys have, over many batches")
  func labels() throws {
    var random = SplitMix(9)
    let rows = Self.rows(3_000, &random)
    let lines = rows.enumerated().map { index, values in
      var fields = zip(Self.names, values).map { "\"\($0)\": \"\($1)\"" }
      fields += ["\"timestamp\":\(1_700_000_000 + index)", "\"input_tokens\":\(index)", "\"x\":1"]
      if index % 3 == 0 { fields.shuffle(using: &random) }
      return "{" + fields.joined(separator: index % 2 == 0 ? "," : ", ") + "}"
    }
    let file = SampleFile(lines.joined(separator: "\n"))
    let layout = BatchLayout(
      labels: Self.names.map { .label($0) }, numbers: [.inputTokens], texts: [], metrics: [])
    var read = 0
    try SampleFile.read([file]) { paths in
      var input = try ReplayInput(paths: paths, layout: layout)
      while let batch = try input.next() {
        for row in batch.rows {
          let values = Self.names.map { batch.column(.label($0))?[row] }
          #expect(values == rows[read])
          #expect(batch.column(.inputTokens)?[row] == Double(read))
          read += 1
        }
      }
    }
    #expect(read == rows.count)
  }

  @Test("distinct values of a column are its own, with their hashes; it takes further ones")
  func values() throws {
    var random = SplitMix(10)
    let rows = Self.rows(500, &random)
    let lines = rows.map { "{\"timestamp\":1,\"user\":\"\($0[0])\"}" }
    let layout = BatchLayout(labels: [.label("user")], numbers: [], texts: [], metrics: [])
    try SampleFile.read([SampleFile(lines.joined(separator: "\n"))]) { paths in
      var input = try ReplayInput(paths: paths, layout: layout)
      let batch = try #require(try input.next())
      var column = batch.labels[0]
      #expect(column.distinctCount == Set(rows.map { $0[0] } + [""]).count)
      for (row, code) in column.codes.enumerated() {
        #expect(column.intern(rows[row][0]) == code)
        var value = rows[row][0]
        #expect(column.hashes[Int(code)] == value.withUTF8(LabelColumn.hash))
      }
      let fresh = column.intern("another")
      #expect(Int(fresh) == column.distinctCount - 1 && column.value(fresh) == "another")
    }
  }
}
