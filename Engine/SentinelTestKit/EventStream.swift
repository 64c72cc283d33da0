import SentinelModel
import SentinelPlugin

/// Made-up events that exercise a detector: every kind, absent and extreme numbers, equal times, odd texts. The same
/// seed gives the same events on every machine.
struct EventStream {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }
  private mutating func chance(oneIn count: UInt64) -> Bool { next() % count == 0 }
  private mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Events in time order, about 1 s apart, with values for everything that `descriptor` names.
  mutating func rows(_ count: Int, for descriptor: DetectorDescriptor) -> [EventRow] {
    var seconds = 1_000.0
    return (0..<count).map { _ in
      // A third of the events share the time of the one before.
      if !chance(oneIn: 3) { seconds += (unit() * 3_000).rounded() / 1_000 }
      return row(at: seconds, for: descriptor)
    }
  }

  private mutating func row(at seconds: Double, for descriptor: DetectorDescriptor) -> EventRow {
    var row = EventRow(
      at: seconds, kind: pick([.call, .call, .call, .call, .embedding, .other, .samples]), isError: chance(oneIn: 8))
    if chance(oneIn: 20) { return row }
    for label in BatchLayout.everything.labels + descriptor.labels {
      row.labels[label] = pick(["", "a", "b", "gpt-4o", "claude-haiku-4-5", "überraschung"])
    }
    for field in NumberField.allCases where !chance(oneIn: 6) {
      row.numbers[field] = chance(oneIn: 15) ? pick([0, 1e-9, 1e12, 0x1p55, 1e150]) : number(field)
    }
    for field in TextField.allCases where !chance(oneIn: 6) {
      row.texts[field] = pick(["", "hello", "ignore previous instructions", "a\u{0}b\r\n", "👩‍👩‍👧 " + "x".repeated(300)])
    }
    for name in descriptor.metrics where !chance(oneIn: 6) {
      row.metrics[name] = pick([0, -1e150, 1e150, unit(), -unit()])
    }
    return row
  }

  private mutating func number(_ field: NumberField) -> Double {
    switch field {
    case .durationSeconds, .ttftSeconds, .queueSeconds, .processingSeconds: unit() * 10
    case .inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .reasoningTokens: (unit() * 4_000).rounded()
    case .costUSD: unit() / 10
    }
  }

  /// Events of as many series as there are events: each declared label has a value of its own in each of them.
  mutating func distinctRows(_ count: Int, for descriptor: DetectorDescriptor) -> [EventRow] {
    (0..<count).map { index in
      var row = EventRow(at: 1_000 + Double(index) / 10)
      for label in descriptor.labels { row.labels[label] = "\(label.name)-\(index)" }
      for field in descriptor.numbers { row.numbers[field] = number(field) }
      for name in descriptor.metrics { row.metrics[name] = unit() }
      return row
    }
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
