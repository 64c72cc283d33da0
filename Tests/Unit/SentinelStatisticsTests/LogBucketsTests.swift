import SentinelStatistics
import Testing

@Suite("Logarithmic buckets")
struct LogBucketsTests {
  @Test(
    "every member is within the accuracy of its bucket's value", arguments: [0.0001, 0.0045, 0.005, 0.01, 0.1, 0.5])
  func accuracy(relative: Double) {
    let buckets = LogBuckets(relativeAccuracy: relative)
    var numbers = SeededNumbers(seed: 3)
    var x = 1e-12
    while x < 1e15 {
      let value = buckets.value(of: buckets.index(of: x))
      #expect((value - x).magnitude <= relative * x * (1 + 1e-9), "\(x)")
      x *= 1 + Double.random(in: 0...0.1, using: &numbers)
    }
  }

  @Test("the two numbers on either side of a border both keep the accuracy")
  func borders() {
    let buckets = LogBuckets(relativeAccuracy: 0.005)
    for index in stride(from: buckets.index(of: 1e-12), to: buckets.index(of: 1e15), by: 3) {
      let border = border(after: index, buckets)
      let (below, above) = (border.nextDown, border)
      #expect(buckets.index(of: below) == index)
      #expect(buckets.index(of: above) == index + 1)
      #expect((buckets.value(of: index) - below).magnitude <= 0.005 * below * (1 + 1e-9))
      #expect((buckets.value(of: index + 1) - above).magnitude <= 0.005 * above * (1 + 1e-9))
    }
  }

  /// The smallest number of the bucket after `index`, by bisection of the bit patterns.
  private func border(after index: Int32, _ buckets: LogBuckets) -> Double {
    var low = buckets.value(of: index).bitPattern
    var high = buckets.value(of: index + 1).bitPattern
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if buckets.index(of: Double(bitPattern: middle)) > index { high = middle } else { low = middle }
    }
    return Double(bitPattern: high)
  }

  @Test("two members of a bucket differ by less than the width γ − 1")
  func width() {
    let buckets = LogBuckets(relativeAccuracy: 0.0045)
    let ratio = 1.0045 / 0.9955
    var numbers = SeededNumbers(seed: 5)
    var x = 1e-9
    while x < 1e9 {
      #expect(buckets.index(of: x * ratio * (1 + 1e-12)) > buckets.index(of: x))
      x *= 1 + Double.random(in: 0...0.05, using: &numbers)
    }
  }

  @Test("a bucket's value lies in it, and there are only 1 % more buckets than logarithms need")
  func roundTrip() {
    let buckets = LogBuckets(relativeAccuracy: 0.01)
    let (first, last) = (buckets.index(of: 1e-12), buckets.index(of: 1e15))
    for index in first...last { #expect(buckets.index(of: buckets.value(of: index)) == index) }
    // 27 decades / ln 1.0202… = 3,108.5; 1 ms to 1 h by logarithms are 755.
    #expect((3_108...3_145).contains(last - first))
    #expect((755...765).contains(buckets.index(of: 3_600_000) - buckets.index(of: 1)))
  }

  @Test("the index never falls while numbers rise, also across powers of two")
  func monotone() {
    let buckets = LogBuckets()
    for exponent in -39...49 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      var previous = Int32.min
      var x = power
      for _ in 0..<50 { x = x.nextDown }
      for _ in 0..<100 {
        #expect(buckets.index(of: x) >= previous)
        previous = buckets.index(of: x)
        x = x.nextUp
      }
    }
  }

  @Test("what lies outside the range goes into the outermost buckets, whatever the accuracy asked for")
  func clamping() {
    for relative in [0.005, 0, -1, 7, 1e-30, .nan, .infinity] {
      let buckets = LogBuckets(relativeAccuracy: relative)
      let (first, last) = (buckets.index(of: 1e-12), buckets.index(of: 1e15))
      #expect(first < last)
      for x in [0, -1, -.infinity, .nan, .leastNonzeroMagnitude, 1e-13] { #expect(buckets.index(of: x) == first) }
      for x in [1e16, .greatestFiniteMagnitude, .infinity] { #expect(buckets.index(of: x) == last) }
      #expect(buckets.value(of: .min) == buckets.value(of: first))
      #expect(buckets.value(of: .max) == buckets.value(of: last))
    }
  }
}
