import SentinelStatistics
import Testing

@Suite("Line fit and normal quantile")
struct LinearFitTests {
  private let textbook = LinearFit(zip([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]).map { (x: $0, y: $1) })

  @Test("the textbook line y = 2.2 + 0.6 x is found with its prediction interval")
  func published() {
    #expect(agree(textbook.slope, 0.6))
    #expect(agree(textbook.value(at: 6), 5.8))
    // SSE 2.4, s² = 0.8; 1 + 1/5 + 9/10 = 2.1.
    let margin = 1.959963984540054 * (0.8 * 2.1).squareRoot()
    let bounds = textbook.bounds(at: 6, confidence: 0.95)
    #expect(agree(bounds.lower, 5.8 - margin))
    #expect(agree(bounds.upper, 5.8 + margin))
  }

  @Test("value and bounds agree with the formulas in two passes [P44]", arguments: UInt64(1)...20)
  func obvious(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let count = Int(seed) + 2
    let xs = numbers.integers(count, in: -2_000...0).map { $0 * 60 }
    let ys = numbers.values(count, scale: 40, around: 1_000)
    let (meanX, meanY) = (xs.reduce(0, +) / Double(count), ys.reduce(0, +) / Double(count))
    let sxx = xs.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let slope = zip(xs, ys).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / sxx
    let line = { (x: Double) in meanY + slope * (x - meanX) }
    let sse = zip(xs, ys).reduce(0) { $0 + ($1.1 - line($1.0)) * ($1.1 - line($1.0)) }
    let margin =
      1.2815515655446004
      * (sse / Double(count - 2) * (1 + 1 / Double(count) + (900 - meanX) * (900 - meanX) / sxx)).squareRoot()
    let fit = LinearFit(zip(xs, ys).map { (x: $0, y: $1) })
    #expect(agree(fit.value(at: 900), line(900)))
    #expect(agree(fit.bounds(at: 900, confidence: 0.8).lower, line(900) - margin))
    #expect(agree(fit.bounds(at: 900, confidence: 0.8).upper, line(900) + margin))
  }

  @Test("points on a line give it back, with bounds upon it, however large they are")
  func exact() {
    for offset in [0, 1e9, -1e12] {
      let fit = LinearFit((-59...0).map { (x: Double($0) * 60, y: offset + Double($0) * 0.75) })
      #expect(agree(fit.value(at: 3_600), offset + 45, within: 1e-12))
      let bounds = fit.bounds(at: 3_600, confidence: 0.95)
      #expect(agree(bounds.upper, offset + 45, within: 1e-12))
      #expect(agree(bounds.lower, offset + 45, within: 1e-12))
    }
  }

  @Test("a line of whole numbers is zero where it should be, and zeros give zero")
  func exactZero() {
    for count in 3...40 {
      let points = (1 - count...0).map { (x: Double($0) * 30, y: Double(-$0)) }
      #expect(LinearFit(points).value(at: 0) == 0)
      let zero = LinearFit(points.map { ($0.x, 0) })
      #expect(zero.value(at: 90) == 0 && zero.bounds(at: 90, confidence: 0.95).lower == 0)
    }
  }

  @Test("the order of the points doesn't matter", arguments: UInt64(1)...10)
  func order(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let points = zip(numbers.integers(30, in: 0...5), numbers.values(30)).map { (x: $0, y: $1) }
    let (fit, other) = (LinearFit(points), LinearFit(points.shuffled(using: &numbers)))
    #expect(agree(fit.value(at: 9), other.value(at: 9)))
    #expect(agree(fit.bounds(at: 9, confidence: 0.5).lower, other.bounds(at: 9, confidence: 0.5).lower))
  }

  @Test("bounds are unknown under three points, and all is without two distinct x")
  func unknown() {
    #expect(LinearFit([]).value(at: 0).isNaN)
    #expect(LinearFit([(x: 0, y: 1)]).value(at: 0).isNaN)
    let two = LinearFit([(x: 0, y: 1), (x: 1, y: 2)])
    #expect(two.value(at: 2) == 3)
    #expect(two.bounds(at: 2, confidence: 0.95).lower.isNaN)
    let upright = LinearFit([(x: 1, y: 1), (x: 1, y: 2), (x: 1, y: 4)])
    #expect(upright.value(at: 1).isNaN)
    #expect(upright.bounds(at: 1, confidence: 0.95).upper.isNaN)
    #expect(textbook.bounds(at: 6, confidence: .nan).lower.isNaN)
    #expect(textbook.bounds(at: 6, confidence: 2).lower.isNaN)
    #expect(textbook.bounds(at: 6, confidence: 1).upper == .infinity)
    for bad in [Double.nan, .infinity, -.infinity] {
      let fit = LinearFit([(x: 1, y: 2), (x: 2, y: 4), (x: 3, y: 5), (x: 6, y: bad)])
      #expect(!fit.value(at: 7).isFinite)
      #expect(!fit.bounds(at: 7, confidence: 0.9).lower.isFinite)
    }
  }
}

@Suite("Normal quantile")
struct NormalQuantileTests {
  @Test("published quantiles of the normal distribution come back")
  func published() {
    #expect(agree(normalQuantile(0.975), 1.959963984540054, within: 1e-14))
    #expect(agree(normalQuantile(0.25), -0.6744897501960817, within: 1e-14))
    #expect(agree(normalQuantile(0.995), 2.5758293035489004, within: 1e-14))
    #expect(agree(normalQuantile(0.001), -3.090232306167813, within: 1e-14))
    // The example of AS 241 itself.
    #expect(agree(normalQuantile(1e-20), -9.262340089798408, within: 1e-14))
    #expect(normalQuantile(0.5) == 0)
  }

  @Test("the distribution function, integrated step by step, takes the quantile back to p")
  func obvious() {
    for p in [0.01, 0.07, 0.0749, 0.0751, 0.2, 0.4, 0.6, 0.93, 0.999] {
      #expect(agree(cumulative(normalQuantile(p)), p, within: 1e-11), "p = \(p)")
    }
  }

  /// Φ by its series 1/2 + φ(x)·(x + x³/3 + x⁵/15 + …).
  private func cumulative(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for odd in stride(from: 3.0, to: 400, by: 2) {
      term *= x * x / odd
      sum += term
    }
    // e^(−x²/2) by its own series, so as not to lean on the code under test.
    var (power, density) = (1.0, 1.0)
    for k in 1...200 {
      power *= -x * x / 2 / Double(k)
      density += power
    }
    return 0.5 + density / (2 * Double.pi).squareRoot() * sum
  }

  @Test("it is odd around one half, rises, and is unknown outside 0…1")
  func invariants() {
    var previous = -Double.infinity
    for step in 1..<1_000 {
      let value = normalQuantile(Double(step) / 1_000)
      #expect(value > previous)
      #expect(agree(value, -normalQuantile(1 - Double(step) / 1_000), within: 1e-12))
      previous = value
    }
    #expect(normalQuantile(0) == -.infinity)
    #expect(normalQuantile(1) == .infinity)
    #expect(normalQuantile(.leastNonzeroMagnitude).isFinite)
    for p in [-0.1, 1.1, .nan, .infinity] { #expect(normalQuantile(p).isNaN) }
  }
}
