import SentinelStatistics
import Testing

@Suite("Exponentially weighted mean and variance")
struct EWMAStateTests {
  /// The example of section 6 of the statistics page, α = 0.2.
  private let points = [10, 10.5, 9.8, 10.2, 11.5, 12, 11.8]

  @Test("mean and variance follow the published example")
  func published() {
    var state = EWMAState()
    let variances = [0, 0.04, 0.0464, 0.041216, 0.359242, 0.71899, 0.773723]
    let means = [10, 10.1, 10.04, 10.072, 10.3576, 10.68608, 10.908864]
    for (index, point) in points.enumerated() {
      _ = state.add(point, alpha: 0.2)
      #expect(agree(state.variance, variances[index], within: 1e-6))
      #expect(agree(state.mean, means[index]))
    }
    #expect(state.points == 7)
  }

  @Test("a point is scored against what came before it [P43]")
  func scores() {
    var state = EWMAState()
    #expect(state.add(10, alpha: 0.2).isNaN)
    // One point alone has no variance.
    #expect(state.add(10.5, alpha: 0.2) == .infinity)
    #expect(agree(state.add(9.8, alpha: 0.2), (9.8 - 10.1) / 0.2))
    #expect(agree(state.add(10.2, alpha: 0.2), (10.2 - 10.04) / 0.0464.squareRoot()))
  }

  @Test("the mean is the sum of all points with weights that fall by 1 − α", arguments: UInt64(1)...10)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let points = numbers.values(40, scale: 5, around: 100)
    let alpha = Double(seed) / 11
    var state = EWMAState()
    for point in points { _ = state.add(point, alpha: alpha) }
    var weights: [Double] = [1]
    for _ in points.dropFirst() { weights = weights.map { $0 * (1 - alpha) } + [alpha] }
    let mean = zip(weights, points).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = zip(weights, points).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    #expect(agree(state.mean, mean))
    #expect(agree(state.variance, variance))
  }

  @Test("a constant series scores 0, and a change of it is infinitely far [P40]")
  func constant() {
    var state = EWMAState()
    _ = state.add(0.1, alpha: 0.3)
    for _ in 0..<100 { #expect(state.add(0.1, alpha: 0.3) == 0) }
    var falling = state
    #expect(state.add(0.2, alpha: 0.3) == .infinity)
    #expect(falling.add(0, alpha: 0.3) == -.infinity)
  }

  @Test("NaN, infinities and a wrong α leave the state as it is")
  func badInput() {
    var state = EWMAState()
    #expect(state.add(.infinity, alpha: 0.2).isNaN)
    #expect(state.points == 0)
    for point in points { _ = state.add(point, alpha: 0.2) }
    let before = state
    #expect(state.add(.nan, alpha: 0.2).isNaN)
    #expect(state.add(.infinity, alpha: 0.2) == .infinity)
    #expect(state.add(-.infinity, alpha: 0.2) == -.infinity)
    for alpha in [0, -1, 1.5, .nan] { #expect(state.add(11, alpha: alpha).isNaN) }
    #expect(state == before)
  }

  @Test("after a huge point later ones still have a score")
  func huge() {
    var state = EWMAState()
    for point in [1, 2, 1.7e308, -1.7e308] { _ = state.add(point, alpha: 0.5) }
    #expect(state.mean.isFinite)
    #expect(state.variance.isFinite)
    var numbers = SeededNumbers(seed: 1)
    for point in numbers.values(3_000) { _ = state.add(point, alpha: 0.5) }
    #expect(state.add(0.5, alpha: 0.5).magnitude < 10)
  }
}
