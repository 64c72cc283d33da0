import SentinelStatistics
import Testing

@Suite("Moments")
struct MomentsTests {
  @Test("the textbook's eight numbers have mean 5 and deviation 2")
  func published() {
    let moments = Moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(moments.count == 8)
    #expect(moments.mean == 5)
    #expect(moments.standardDeviation == 2)
  }

  @Test("one pass agrees with two, with weights and in merged parts", arguments: UInt64(1)...10)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let values = numbers.values(50, scale: 3, around: 1e6)
    let doubled = values + values
    let mean = doubled.reduce(0, +) / 100
    let variance = doubled.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 100
    var weighted = Moments()
    for value in values { weighted.add(value, weight: 2) }
    var merged = Moments(values)
    merged.merge(Moments(values))
    for moments in [weighted, merged, Moments(doubled)] {
      #expect(agree(moments.mean, mean))
      #expect(agree(moments.variance, variance, within: 1e-8))
    }
  }

  @Test("a constant has a deviation of exactly 0, nothing has an unknown one")
  func edges() {
    #expect(Moments(Array(repeating: 0.1, count: 60)).variance == 0)
    #expect(Moments([]).variance.isNaN)
    var empty = Moments()
    empty.merge(Moments())
    #expect(empty == Moments())
    empty.merge(Moments([1, 3]))
    #expect(empty == Moments([1, 3]))
  }
}
