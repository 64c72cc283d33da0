import SentinelTestKit
import SentinelModel

/// Batches of events made by chance, seeded.
enum RandomBatch {
  static func layout(_ random: inout SeededRandom) -> BatchLayout {
    func some<Value>(_ values: [Value]) -> [Value] { values.filter { _ in Bool.random(using: &random) } }
    let names = some(["model", "tenant", "user", "ä", ""])
    return BatchLayout(
      labels: names.map { .label($0) } + some(["model", "region"]).map { .attribute($0) },
      numbers: some(NumberField.allCases), texts: some(TextField.allCases), metrics: some(["depth", "queue.size", "x"]))
  }

  static func batch(_ layout: BatchLayout, rows: Int, _ random: inout SeededRandom) -> EventBatch {
    var batch = EventBatch(layout: layout)
    fillTimes(&batch, rows, &random)
    for index in batch.labels.indices {
      let variety = [1, 3, 1_000_000][Int.random(in: 0..<3, using: &random)]
      for _ in 0..<rows { add(variety == 1 ? "" : "v\(Int.random(in: 0..<variety, using: &random))", index, &batch) }
    }
    for index in batch.numbers.indices {
      let style = Int.random(in: 0..<7, using: &random)
      batch.numbers[index] = (0..<rows).map { _ in number(style, &random) }
    }
    for row in 0..<rows {
      for index in batch.texts.indices { addText(row, index, &batch, &random) }
    }
    return batch
  }

  /// Three events without chance.
  static func addPlainRows(_ batch: inout EventBatch) {
    for row in 0..<3 {
      batch.timestamps.append(Timestamp(nanoseconds: 1_762_430_400_000_000_000 + Int64(row * row) * 250_000_000))
      batch.kinds.append([.call, .embedding, .samples][row])
      batch.errors.append(row == 2)
      batch.positions.append(UInt32(row + 1))
      add(["gpt-4o", "", "o3"][row], 0, &batch)
      add("eu", 1, &batch)
      for index in batch.numbers.indices {
        batch.numbers[index].append(index % 3 == 0 && row == 1 ? .nan : Double(index * row) + 0.25 * Double(index % 2))
      }
      for index in batch.texts.indices {
        batch.texts[index].offsets.append(UInt32(batch.arena.count))
        batch.texts[index].lengths.append(UInt32(row))
        batch.arena.append(contentsOf: Array("abc".utf8.prefix(row)))
      }
    }
    batch.rows = 0..<3
  }

  /// Calls as they come: a few services and models, users by the thousand, times in milliseconds.
  static func typical(rows: Int, _ random: inout SeededRandom) -> EventBatch {
    var batch = EventBatch(
      layout: BatchLayout(
        labels: ["service", "tenant", "user", "model", "provider", "operation", "status", "environment"].map {
          .label($0)
        },
        numbers: [.durationSeconds, .ttftSeconds, .inputTokens, .outputTokens, .costUSD], texts: [], metrics: []))
    fillTimes(&batch, rows, &random)
    for row in 0..<rows {
      batch.timestamps[row] = Timestamp(nanoseconds: 1_762_430_400_000_000_000 + Int64(row) * 13_000_000)
      for (index, label) in batch.layout.labels.enumerated() {
        let variety = label.name == "user" ? 5_000 : label.name == "tenant" ? 20 : 3
        add("\(label.name)-\(Int.random(in: 0..<variety, using: &random))", index, &batch)
      }
      let milliseconds = Double(Int.random(in: 200...9_000, using: &random))
      let values = [milliseconds / 1_000, 0.12, Double(Int.random(in: 20...4_000, using: &random)), 128, .nan]
      for index in values.indices { batch.numbers[index].append(values[index]) }
    }
    return batch
  }

  private static func fillTimes(_ batch: inout EventBatch, _ rows: Int, _ random: inout SeededRandom) {
    let unit: Int64 = [1, 1_000, 1_000_000, 1_000_000_000][Int.random(in: 0..<4, using: &random)]
    let isWild = Int.random(in: 0..<5, using: &random) == 0
    let calm = Bool.random(using: &random)
    for row in 0..<rows {
      let time = isWild ? Int64.random(in: .min ... .max, using: &random) : Int64(row) * unit
      batch.timestamps.append(Timestamp(nanoseconds: time))
      let kind = OperationKind(rawValue: calm ? 0 : UInt8.random(in: 0...3, using: &random))
      batch.kinds.append(kind ?? .call)
      batch.errors.append(!calm && Bool.random(using: &random))
      batch.positions.append(isWild ? UInt32.random(in: 0 ... .max, using: &random) : UInt32(row))
    }
    batch.rows = 0..<rows
  }

  private static func add(_ value: String, _ index: Int, _ batch: inout EventBatch) {
    var value = value
    batch.labelBytes += value.utf8.count
    value.withUTF8 { batch.labels[index].append($0) }
  }

  private static func number(_ style: Int, _ random: inout SeededRandom) -> Double {
    switch style {
    case 0: .nan
    case 1: Double(Int.random(in: -5...4_000, using: &random))
    case 2: Bool.random(using: &random) ? .nan : Double(Int.random(in: 0...90_000, using: &random)) / 1_000
    case 3: Double.random(in: -1...1, using: &random)
    case 4: 7
    case 5:
      [-0.0, 0, .infinity, .leastNonzeroMagnitude, Double(sign: .plus, exponent: 52, significand: 1.5)]
        .randomElement(using: &random) ?? 0
    default: Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random))
    }
  }

  private static func addText(_ row: Int, _ index: Int, _ batch: inout EventBatch, _ random: inout SeededRandom) {
    let text = Array("text \(row) ü".utf8.prefix(Int.random(in: 0...9, using: &random)))
    batch.texts[index].offsets.append(UInt32(batch.arena.count))
    batch.texts[index].lengths.append(UInt32(text.count))
    batch.arena.append(contentsOf: text)
  }
}
