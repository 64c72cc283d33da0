import SentinelStatistics
import Testing

@Suite("Order statistics")
struct OrderStatisticsTests {
  @Test("quantiles interpolate linearly between order statistics [P26]")
  func published() {
    let ten = (1...10).map(Double.init)
    #expect(quantile(ofSorted: ten, 0.5) == 5.5)
    #expect(agree(quantile(ofSorted: ten, 0.95), 9.55))
    #expect(agree(quantile(ofSorted: ten, 0.99), 9.91))
    #expect(agree(quantile(ofSorted: [1, 100], 0.99), 99.01))
    #expect(quantile(ofSorted: ten, 0) == 1)
    #expect(quantile(ofSorted: ten, 1) == 10)
  }

  @Test("the quantile rises with q and stays between its neighbours", arguments: UInt64(1)...10)
  func invariant(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let sorted = numbers.values(Int(seed) * 3, scale: 9).sorted()
    var previous = -Double.infinity
    for step in 0...100 {
      let q = Double(step) / 100
      let value = quantile(ofSorted: sorted, q)
      #expect(value >= previous)
      let below = sorted.filter { $0 <= value }.count
      #expect(Double(below) >= (q * Double(sorted.count - 1)).rounded(.down))
      previous = value
    }
  }

  @Test("the median of an even number of values is the mean of the middle two [P45]")
  func medians() {
    #expect(median(of: [7, 1, 3]) == 3)
    #expect(median(of: [7, 1, 3, 4]) == 3.5)
    #expect(medianAbsoluteDeviation(of: [10, 12, 11, 13, 12, 11, 10, 12, 50], around: 12) == 1)
  }

  @Test("the MAD is the median of the distances from any centre", arguments: 1...24)
  func deviations(count: Int) {
    var numbers = SeededNumbers(seed: UInt64(count))
    for values in [numbers.values(count, scale: 8), numbers.integers(count, in: 0...4)] {
      for center in [median(of: values), -100, 0.5, 2, 100] {
        let distances = values.map { ($0 - center).magnitude }
        #expect(agree(medianAbsoluteDeviation(of: values, around: center), median(of: distances)))
      }
    }
  }

  @Test("what has no quantile is unknown, and infinities and huge values do no harm")
  func unknown() {
    let none: [Double] = []
    #expect(quantile(ofSorted: none, 0.5).isNaN)
    #expect(quantile(ofSorted: [1, 2], -0.1).isNaN)
    #expect(quantile(ofSorted: [1, 2], 1.1).isNaN)
    #expect(quantile(ofSorted: [1, 2], .nan).isNaN)
    #expect(median(of: none).isNaN)
    #expect(median(of: [1, .nan]).isNaN)
    #expect(medianAbsoluteDeviation(of: [1, 2], around: .nan).isNaN)
    #expect(quantile(ofSorted: [3], 0.7) == 3)
    #expect(quantile(ofSorted: [1, .infinity], 0) == 1)
    #expect(quantile(ofSorted: [1, .infinity], 0.5) == .infinity)
    #expect(quantile(ofSorted: [.infinity, .infinity], 0.5) == .infinity)
    #expect(quantile(ofSorted: [-1.7e308, 1.7e308], 0.5) == 0)
  }
}
