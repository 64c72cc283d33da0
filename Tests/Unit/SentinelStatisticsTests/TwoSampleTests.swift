import Testing

import SentinelStatistics

private typealias Measure = (WeightedSample, WeightedSample) -> Double

@Suite("Two samples")
struct TwoSampleTests {
  private let measures: [Measure] = [
    TwoSample.psi, TwoSample.ks, TwoSample.ksPvalue, TwoSample.wasserstein, TwoSample.jsDivergence,
  ]

  private func weighted(_ values: [Double], _ weights: [Double]) -> WeightedSample {
    WeightedSample(values: values, weights: weights)
  }

  @Test("the stability index has the published values")
  func psi() {
    let ten = (1...10).map(Double.init)
    let even = weighted(ten, Array(repeating: 100, count: 10))
    let skewed = weighted(ten, [60, 70, 80, 90, 100, 100, 110, 120, 130, 140])
    #expect(agree(TwoSample.psi(current: skewed, baseline: even), 0.06257909978445966))
    let three = weighted([1, 2, 3], [50, 30, 20])
    let four = weighted([1, 2, 3, 4], [25, 25, 25, 25])
    #expect(agree(TwoSample.psi(current: four, baseline: three), 2.1487891487, within: 1e-10))
    let hundred = WeightedSample((1...100).map(Double.init))
    let moved = WeightedSample((31...130).map(Double.init))
    #expect(agree(TwoSample.psi(current: moved, baseline: hundred), 2.486142565446914))
  }

  @Test("the Kolmogorov-Smirnov statistic and its corrected p have the published values")
  func ks() {
    let x = WeightedSample([0.1, 0.4, 0.7, 1.1, 1.5, 2.0, 2.2, 3.1])
    let y = WeightedSample([0.9, 1.6, 2.1, 2.6, 2.9, 3.3, 3.8, 4.0, 4.4, 5.0])
    #expect(TwoSample.ks(current: x, baseline: y) == 0.575)
    #expect(agree(TwoSample.ksPvalue(current: x, baseline: y), 0.06422121745909881))
    #expect(agree(TwoSample.kolmogorovTail((80.0 / 18).squareRoot() * 0.575), 0.10583331093738671))
  }

  @Test("the critical values of Kolmogorov's distribution have their levels")
  func critical() {
    #expect(agree(TwoSample.kolmogorovTail(1.358099), 0.05, within: 1e-6))
    #expect(agree(TwoSample.kolmogorovTail(1.627624), 0.01, within: 1e-6))
    #expect(agree(TwoSample.kolmogorovTail(1.949475), 0.001, within: 1e-6))
    #expect(TwoSample.kolmogorovTail(0) == 1)
    #expect(TwoSample.kolmogorovTail(0.01) == 1)
    #expect(TwoSample.kolmogorovTail(40) == 0)
    #expect(TwoSample.kolmogorovTail(.infinity) == 0)
    #expect(TwoSample.kolmogorovTail(.nan).isNaN)
  }

  @Test("both series of Kolmogorov's distribution meet, and it falls")
  func series() {
    #expect(agree(TwoSample.kolmogorovTail(1.0.nextDown), TwoSample.kolmogorovTail(1), within: 1e-13))
    var previous = 1.0
    for step in 0...400 {
      let tail = TwoSample.kolmogorovTail(Double(step) / 100)
      #expect(tail <= previous && tail >= 0)
      previous = tail
    }
  }

  @Test("the Wasserstein distance has the published values")
  func wasserstein() {
    let distance = { (a: WeightedSample, b: WeightedSample) in TwoSample.wasserstein(current: a, baseline: b) }
    #expect(agree(distance(WeightedSample([0, 1, 3]), WeightedSample([5, 6, 8])), 5))
    #expect(agree(distance(WeightedSample([1, 2, 3, 4, 5]), WeightedSample([2, 2, 3, 7])), 1))
    #expect(distance(weighted([0, 1], [3, 1]), weighted([0, 1], [2, 2])) == 0.25)
  }

  @Test("the Jensen-Shannon divergence is in bits, not its root, and has the published value")
  func jensenShannon() {
    // Each value has a bin of its own; bins that are empty on both sides add nothing.
    let p = weighted([1, 2, 3, 4], [4, 3, 2, 1])
    let q = weighted([1, 2, 3, 4], [1, 2, 3, 4])
    #expect(agree(TwoSample.jsDivergence(current: p, baseline: q), 0.15356065532898464))
    #expect(TwoSample.jsDivergence(current: WeightedSample([2]), baseline: WeightedSample([1])) == 1)
  }

  @Test("all agree with the obvious way over plain lists", arguments: UInt64(1)...25)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let current = numbers.integers(Int(seed) * 9, in: 0...Int(seed * 3))
    let baseline = numbers.integers(Int(seed) * 13, in: 2...Int(seed * 4))
    let (a, b) = (condensed(current), condensed(baseline))
    let obvious = ObviousTwoSample(current: current, baseline: baseline)
    #expect(agree(TwoSample.psi(current: a, baseline: b), obvious.psi))
    #expect(agree(TwoSample.jsDivergence(current: a, baseline: b), obvious.jsDivergence))
    #expect(agree(TwoSample.ks(current: a, baseline: b), obvious.ks))
    #expect(agree(TwoSample.ksPvalue(current: a, baseline: b), obvious.ksPvalue))
    #expect(agree(TwoSample.wasserstein(current: a, baseline: b), obvious.wasserstein))
    for measure in measures { #expect(measure(a, b) == measure(WeightedSample(current), WeightedSample(baseline))) }
  }

  /// Each distinct value once, with its number.
  private func condensed(_ values: [Double]) -> WeightedSample {
    var counts: [Double: Double] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return WeightedSample(sorting: counts.map { (value: $0, weight: $1) })
  }

  @Test("two samples of the same shape don't differ, whatever their sizes", arguments: UInt64(1)...10)
  func identity(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let values = numbers.integers(30, in: 0...40)
    let (a, b) = (condensed(values), condensed(values + values + values))
    #expect(TwoSample.ks(current: a, baseline: b) == 0)
    #expect(TwoSample.ksPvalue(current: a, baseline: b) == 1)
    #expect(TwoSample.wasserstein(current: a, baseline: b) == 0)
    #expect(TwoSample.psi(current: a, baseline: a) == 0)
    #expect(TwoSample.jsDivergence(current: a, baseline: a) == 0)
  }

  @Test("KS and Wasserstein are symmetric, and a shift moves the latter by itself", arguments: UInt64(1)...10)
  func invariants(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let values = numbers.values(40, scale: 3)
    let (a, b) = (WeightedSample(values), WeightedSample(numbers.values(25, scale: 5)))
    #expect(TwoSample.ks(current: a, baseline: b) == TwoSample.ks(current: b, baseline: a))
    #expect(
      agree(TwoSample.wasserstein(current: a, baseline: b), TwoSample.wasserstein(current: b, baseline: a)))
    let shifted = WeightedSample(values.map { $0 + 2.5 })
    #expect(agree(TwoSample.wasserstein(current: shifted, baseline: a), 2.5))
    #expect((0...1).contains(TwoSample.jsDivergence(current: a, baseline: b)))
    #expect(TwoSample.psi(current: a, baseline: b) >= 0)
  }

  @Test("an empty sample makes everything unknown")
  func empty() {
    let (none, some) = (WeightedSample([]), WeightedSample([1, 2]))
    for measure in measures {
      #expect(measure(none, some).isNaN)
      #expect(measure(some, none).isNaN)
      #expect(measure(none, none).isNaN)
      #expect(measure(WeightedSample([.nan]), some).isNaN)
      #expect(measure(weighted([1, 2], [0, -1]), some).isNaN)
    }
  }

  @Test("constants, infinities, huge values and lists that break the order give numbers or unknown, no crash")
  func badInput() {
    let bad: [WeightedSample] = [
      WeightedSample([3, 3, 3]), WeightedSample([-.infinity, .infinity]), WeightedSample([1, .infinity, .infinity]),
      WeightedSample([-1.7e308, 1.7e308]), weighted([3, 1, .nan, 2], [1, 2, 3, 4]), weighted([1, 2, 3], [1]),
      weighted([1, 2], [.nan, .infinity]), weighted([1, 2], [1e308, 1e308]), weighted([1, 2], [1e-300, 1e-300]),
      weighted([], [1, 2]), weighted([0, -0.0], [0.25, 0.25]),
    ]
    for a in bad {
      for b in bad {
        for measure in measures { #expect(measure(a, b).isNaN || measure(a, b) >= 0) }
      }
    }
    let (ordered, shuffled) = (weighted([1, 2, 3], [2, 4, 1]), weighted([3, .nan, 1, 2], [1, 9, 2, 4]))
    for measure in measures { #expect(measure(ordered, bad[0]) == measure(shuffled, bad[0])) }
    #expect(TwoSample.wasserstein(current: bad[2], baseline: bad[0]) == .infinity)
    #expect(TwoSample.wasserstein(current: bad[2], baseline: bad[2]) == 0)
  }
}
