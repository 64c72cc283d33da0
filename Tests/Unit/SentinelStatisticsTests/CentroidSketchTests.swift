import SentinelStatistics
import Testing

@Suite("Distributions in bounded memory")
struct CentroidSketchTests {
  private static func sample(_ sketches: [CentroidSketch]) -> WeightedSample {
    WeightedSample(sorting: sketches.flatMap(\.entries))
  }

  /// The values in sketches of `count` panes, as a ring has them.
  private static func sketches(_ values: [Double], panes: Int) -> [CentroidSketch] {
    var sketches = Array(repeating: CentroidSketch(), count: panes)
    for (index, value) in values.enumerated() { sketches[index * panes / values.count].add(value) }
    return sketches
  }

  @Test(
    "distances stay within what the contract allows, however narrow the values and however many [P46]",
    arguments: [(0.98, 0.003), (1_000, 1), (37, 0.1), (1e6, 1), (100, 1), (3, 30)], [700, 3_600, 40_000])
  func distances(distribution: (mean: Double, spread: Double), count: Int) {
    var numbers = SeededNumbers(seed: UInt64(count))
    let (mean, spread) = distribution
    for shift in [0.3, 1, 3] {
      let baseline = numbers.values(count * 4, scale: spread, around: mean)
      let current = numbers.values(count, scale: spread, around: mean + shift * spread)
      let (exactNow, exactBefore) = (WeightedSample(current), WeightedSample(baseline))
      let now = Self.sample(Self.sketches(current, panes: 5))
      let before = Self.sample(Self.sketches(baseline, panes: 20))
      func expect(_ measure: (WeightedSample, WeightedSample) -> Double, absolute: Double, relative: Double) {
        let (got, exact) = (measure(now, before), measure(exactNow, exactBefore))
        #expect(abs(got - exact) <= absolute + relative * exact)
      }
      expect(TwoSample.ks(current:baseline:), absolute: 0.02, relative: 0)
      expect(TwoSample.jsDivergence(current:baseline:), absolute: 0.02, relative: 0)
      expect(TwoSample.psi(current:baseline:), absolute: 0.02, relative: 0.1)
      expect(TwoSample.wasserstein(current:baseline:), absolute: 0, relative: 0.02)
    }
  }

  @Test("few distinct values are kept exactly, whatever their number and weight")
  func discrete() {
    var sketch = CentroidSketch()
    for index in 0..<100_000 { sketch.add(Double(index % 200), weight: Double(1 + index % 3)) }
    let sample = Self.sample([sketch])
    #expect(sample.totalWeight == (0..<100_000).reduce(0) { $0 + Double(1 + $1 % 3) })
    #expect(Set(sample.values) == Set((0..<200).map(Double.init)))
  }

  @Test("weight and sum are kept, in bounded memory")
  func invariants() {
    var numbers = SeededNumbers(seed: 4)
    let values = numbers.values(200_000, scale: 5, around: 10)
    var sketch = CentroidSketch()
    for value in values { sketch.add(value) }
    #expect(sketch.entries.reduce(0) { $0 + $1.weight } == 200_000)
    let sum = sketch.entries.reduce(0) { $0 + $1.value * $1.weight }
    #expect(agree(sum, values.reduce(0, +), within: 1e-9))
    #expect(sketch.entries.count <= 768 && sketch.byteCount <= 24_000)
  }
}
