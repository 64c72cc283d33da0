import SentinelModel
import SentinelState
import SentinelTestKit
import Testing

@Suite("Batches as bytes")
struct BatchCodecTests {
  @Test("random batches of random layouts come back exactly", arguments: 0..<400)
  func roundTrip(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var decoder = BatchDecoder()
    var encoder = BatchEncoder()
    let layout = RandomBatch.layout(&random)
    for _ in 0..<3 {
      let batch = RandomBatch.batch(layout, rows: Int.random(in: 0...90, using: &random), &random)
      let decoded = try decoder.decode(try encoder.encode(batch))
      #expect(decoded.layout == layout, "seed \(seed)")
      #expect(BatchContents(decoded) == BatchContents(batch), "seed \(seed)")
    }
  }

  @Test("batches that say the same have the same bytes, however they were made", arguments: 0..<200)
  func canonical(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let layout = RandomBatch.layout(&random)
    let batch = RandomBatch.batch(layout, rows: Int.random(in: 1...60, using: &random), &random)
    var other = EventBatch(layout: layout)
    // The rows in pieces behind rows of another batch: other codes, other places in the arena.
    other.append(0..<5, of: RandomBatch.batch(layout, rows: 5, &random))
    var row = 0
    while row < batch.count {
      let end = Int.random(in: row + 1...batch.count, using: &random)
      other.append(row..<end, of: batch)
      row = end
    }
    var (first, second) = (BatchEncoder(), BatchEncoder())
    #expect(try first.encode(batch) == second.encode(other.slice(5..<other.count)), "seed \(seed)")
  }

  @Test("only the rows that are meant are written")
  func slices() throws {
    var random = SeededRandom(seed: 1)
    let batch = RandomBatch.batch(.everything, rows: 30, &random)
    var (encoder, decoder) = (BatchEncoder(), BatchDecoder())
    let decoded = try decoder.decode(try encoder.encode(batch.slice(10..<14)))
    #expect(decoded.rows == 0..<4)
    #expect(BatchContents(decoded) == BatchContents(batch.slice(10..<14)))
  }

  @Test("the bytes of version 1 stay what they are")
  func golden() throws {
    var batch = EventBatch(
      layout: BatchLayout(
        labels: [.label("model"), .attribute("region")], numbers: NumberField.allCases, texts: TextField.allCases,
        metrics: ["depth"]))
    RandomBatch.addPlainRows(&batch)
    var encoder = BatchEncoder()
    let hex = try encoder.encode(batch).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == Self.goldenHex)
  }

  private static let goldenHex = """
    01290200056d6f64656c0106726567696f6e0a000102030405060708090600010203040501056465707468030280d8cd\
    90cb66f403dc0b00c8010301020206026770742d346f6f33002101026575000707000500000001f4030b00401ff40100\
    0000031001070105f4030d0000ee020000000440080001f4030e0000e20471020700050004c00001f4030e0000d6066b\
    03000000050041070105f4030f0000282300000005405102246161620224616162022461616202246161620224616162\
    0224616162
    """

  @Test("bytes cut off or changed anywhere give a batch or a failure, never a trap", arguments: 0..<60)
  func hostile(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let batch = RandomBatch.batch(RandomBatch.layout(&random), rows: Int.random(in: 1...40, using: &random), &random)
    var (encoder, decoder) = (BatchEncoder(), BatchDecoder())
    let bytes = try encoder.encode(batch)
    for end in 0..<bytes.count { #expect(throws: BatchCodecFailure.self) { try decoder.decode(Array(bytes[..<end])) } }
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let decoded = try? decoder.decode(changed) else { continue }
      let again = try decoder.decode(try encoder.encode(decoded))
      #expect(BatchContents(again) == BatchContents(decoded), "seed \(seed)")
    }
  }

  @Test("few bytes can't ask for much memory")
  func bombs() {
    var decoder = BatchDecoder()
    // No layout, 2^40 rows; and 2^18 rows of the most labels.
    #expect(throws: BatchCodecFailure.self) {
      try decoder.decode([1, 4, 0, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])
    }
    let labels: [UInt8] = (0..<4_000).flatMap { number -> [UInt8] in [0, 4] + Array(String(1_000 + number).utf8) }
    let layout: [UInt8] = [0xA0, 0x1F] + labels + [0, 0, 0]
    let size = UInt64(layout.count)
    let head: [UInt8] = [1, UInt8(size & 0x7F) | 0x80, UInt8(size >> 7 & 0x7F) | 0x80, UInt8(size >> 14)]
    #expect(throws: BatchCodecFailure.tooLarge) { try decoder.decode(head + layout + [0x80, 0x80, 0x10]) }
  }

  @Test("a batch of a later version is said to be one")
  func later() {
    var decoder = BatchDecoder()
    #expect(throws: BatchCodecFailure.newerVersion(2)) { try decoder.decode([2, 0, 0]) }
  }

  @Test("typical events take few bytes")
  func size() throws {
    var random = SeededRandom(seed: 3)
    let batch = RandomBatch.typical(rows: 500, &random)
    var encoder = BatchEncoder()
    let perEvent = Double(try encoder.encode(batch).count) / 500
    #expect(perEvent < 40, "\(perEvent) bytes an event")
  }
}
