import SentinelStatistics
import Testing

@Suite("Step scores")
struct StepScoresTests {
  /// The example of section 7 of the statistics page.
  private let outlier: [Double] = [10, 12, 11, 13, 12, 11, 10, 12, 50]

  @Test("the z-score takes the population deviation")
  func published() {
    #expect(agree(StepScores.zscore(50, outlier), 2.8201, within: 1e-4))
    // Mean 5, deviation 2: the textbook's example of a standard deviation.
    #expect(StepScores.zscore(9, [2, 4, 4, 4, 5, 5, 7, 9]) == 2)
  }

  @Test("the robust z-score divides by 1.4826 times the MAD")
  func robustPublished() {
    // Median 12, MAD 1.
    #expect(agree(StepScores.robustZscore(50, outlier), 38 / 1.4826))
    #expect(agree(StepScores.robustZscore(10, outlier), -2 / 1.4826))
  }

  @Test("both agree with the textbook formulas on many baselines", arguments: UInt64(1)...20)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let baseline = numbers.values(Int(seed) * 7, scale: 30, around: Double(seed) * 11)
    let x = numbers.values(1, scale: 300)[0]
    let count = Double(baseline.count)
    let mean = baseline.reduce(0, +) / count
    let variance = baseline.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
    #expect(agree(StepScores.zscore(x, baseline), (x - mean) / variance.squareRoot()))
    let middle = middleOf(baseline)
    let deviation = middleOf(baseline.map { abs($0 - middle) })
    #expect(agree(StepScores.robustZscore(x, baseline), (x - middle) / (1.4826 * deviation)))
  }

  private func middleOf(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  @Test("neither order nor unit nor origin changes a score", arguments: UInt64(1)...10)
  func invariance(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let baseline = numbers.values(25, scale: 4, around: 9)
    let moved = baseline.shuffled(using: &numbers).map { 1_000 * $0 + 77 }
    #expect(agree(StepScores.zscore(3, baseline), StepScores.zscore(3_077, moved), within: 1e-8))
    #expect(agree(StepScores.robustZscore(3, baseline), StepScores.robustZscore(3_077, moved), within: 1e-8))
  }

  @Test("a constant baseline scores its own value 0 although its mean is off by a rounding [P40]")
  func constant() {
    let baseline = Array(repeating: 0.1, count: 60)
    for score in [StepScores.zscore, StepScores.robustZscore] as [(Double, [Double]) -> Double] {
      #expect(score(0.1, baseline) == 0)
      #expect(score(0.1 + 5e-11, baseline) == 0)
      #expect(score(0.1 + 2e-10, baseline) == .infinity)
      #expect(score(0.2, baseline) == .infinity)
      #expect(score(0, baseline) == -.infinity)
      #expect(score(0, [0, 0, 0]) == 0)
      #expect(score(1e-300, [0, 0, 0]) == .infinity)
    }
  }

  @Test("a spread of up to a billionth of the mean counts as none, one above it doesn't [P40]")
  func tolerance() {
    #expect(StepScores.zscore(1.5, [1 - 0.9e-9, 1 + 0.9e-9]) == .infinity)
    #expect(agree(StepScores.zscore(1 + 4e-9, [1 - 2e-9, 1 + 2e-9]), 2, within: 1e-6))
    #expect(StepScores.robustZscore(1.5, [1 - 0.9e-9, 1 + 0.9e-9]) == .infinity)
    #expect(StepScores.robustZscore(1.5, [1 - 2e-9, 1 + 2e-9]).isFinite)
  }

  @Test("a MAD of 0 gives infinities, with no fallback to the mean deviation [P73]")
  func noFallback() {
    #expect(StepScores.robustZscore(9, [5, 5, 5, 5, 5, 9]) == .infinity)
    #expect(StepScores.robustZscore(5, [5, 5, 5, 5, 5, 9]) == 0)
  }

  @Test("an empty baseline, a NaN and an infinite baseline are unknown")
  func unknown() {
    for score in [StepScores.zscore, StepScores.robustZscore] as [(Double, [Double]) -> Double] {
      #expect(score(1, []).isNaN)
      #expect(score(.nan, [1, 2]).isNaN)
      #expect(score(1, [1, .nan, 2]).isNaN)
      #expect(score(.infinity, [1, 2]) == .infinity)
      #expect(score(-.infinity, [1, 2]) == -.infinity)
    }
    #expect(StepScores.zscore(1, [1, .infinity]).isNaN)
    #expect(StepScores.robustZscore(1, [.infinity, .infinity, 2]).isNaN)
  }

  @Test("huge and tiny baselines are scored in their own unit")
  func extremes() {
    for unit in [1e-200, 1e-160, 1e150, 1e200, 1e307] {
      #expect(agree(StepScores.zscore(9 * unit, [2, 4, 4, 4, 5, 5, 7, 9].map { $0 * unit }), 2), "unit \(unit)")
    }
    #expect(StepScores.zscore(0, [1e308, 1e308, 1e308]) == -.infinity)
    #expect(StepScores.zscore(0, [1.7e308, -1.7e308]) == 0)
  }

  @Test("a slice or a buffer serves as a baseline")
  func collections() {
    #expect(StepScores.zscore(9, outlier[2..<5]) == StepScores.zscore(9, Array(outlier[2..<5])))
    let buffered = outlier.withUnsafeBufferPointer { StepScores.robustZscore(9, $0) }
    #expect(buffered == StepScores.robustZscore(9, outlier))
  }
}
