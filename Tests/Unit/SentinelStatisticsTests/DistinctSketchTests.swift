import SentinelStatistics
import Testing

@Suite("Distinct values")
struct DistinctSketchTests {
  private func sketch(_ hashes: some Sequence<UInt64>) -> DistinctSketch {
    var sketch = DistinctSketch()
    for hash in hashes { sketch.insert(hash) }
    return sketch
  }

  @Test("up to 1,000 values are counted exactly, repeats or not [P88]")
  func exact() {
    var sketch = DistinctSketch()
    #expect(sketch.estimate == 0)
    for value in UInt64(0)..<1_000 {
      sketch.insert(value)
      sketch.insert(value / 2)
      #expect(sketch.estimate == Double(value + 1))
    }
  }

  @Test("counts of few values agree with a set", arguments: UInt64(1)...10)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let hashes = (0..<2_000).map { _ in UInt64.random(in: 0...(seed * 99), using: &numbers) }
    #expect(sketch(hashes).estimate == Double(Set(hashes).count))
  }

  @Test("beyond 1,000 values 95 % of the estimates are within 2 %")
  func accuracy() {
    let checkpoints = [1_001, 2_000, 5_000, 20_000, 40_000, 60_000]
    var misses = Array(repeating: 0, count: checkpoints.count)
    let runs = 20
    for seed in 1...UInt64(runs) {
      var numbers = SeededNumbers(seed: seed)
      var sketch = DistinctSketch()
      var count = 0
      for (index, checkpoint) in checkpoints.enumerated() {
        for _ in count..<checkpoint { sketch.insert(numbers.next()) }
        count = checkpoint
        if (sketch.estimate / Double(checkpoint) - 1).magnitude > 0.02 { misses[index] += 1 }
      }
    }
    for (checkpoint, missed) in zip(checkpoints, misses) { #expect(missed <= runs / 20, "\(checkpoint) values") }
  }

  @Test("badly mixed hashes, like consecutive numbers, are counted as well as others")
  func consecutive() {
    for shift in [0, 20, 44] {
      let estimate = sketch((UInt64(0)..<50_000).map { $0 << UInt64(shift) }).estimate
      #expect((estimate / 50_000 - 1).magnitude < 0.025)
    }
  }

  @Test("neither the order of values nor that of merges changes the result", arguments: [30, 900, 1_300, 4_000])
  func order(count: Int) {
    var numbers = SeededNumbers(seed: UInt64(count))
    let hashes = (0..<count).map { _ in numbers.next() }
    let whole = sketch(hashes)
    #expect(sketch(hashes.shuffled(using: &numbers)) == whole)
    for parts in [2, 3, 7] {
      let pieces = (0..<parts).map { part in sketch(hashes.indices.filter { $0 % parts >= part }.map { hashes[$0] }) }
      for order in [pieces, pieces.reversed()] {
        var union = DistinctSketch()
        for piece in order { union.merge(piece) }
        #expect(union == whole)
        #expect(union.estimate == whole.estimate)
      }
    }
  }

  @Test("a union of exact counts is exact while it holds at most 1,000 values")
  func unions() {
    var union = sketch(UInt64(0)..<700)
    union.merge(sketch(UInt64(300)..<1_000))
    #expect(union.estimate == 1_000)
    union.merge(sketch(UInt64(0)..<1_000))
    union.merge(DistinctSketch())
    #expect(union.estimate == 1_000)
    union.merge(sketch([1_000]))
    #expect(union.estimate >= 1_001)
    #expect(union.estimate < 1_030)
  }

  @Test("a few values cost tens of bytes, any number at most 17 KB")
  func size() {
    #expect(DistinctSketch().byteCount <= 16)
    #expect(sketch(UInt64(0)..<3).byteCount < 100)
    #expect(sketch(UInt64(0)..<1_000).byteCount < 17_000)
    #expect(sketch(UInt64(0)..<30_000).byteCount < 17_000)
  }

  @Test("a register as full as it can be does no harm")
  func extremes() {
    // Zero mixes to zero: the longest run of zero bits there is.
    var zero = sketch(UInt64(0)..<1_001)
    zero.insert(.max)
    #expect(zero.estimate.isFinite)
  }
}
