import SentinelModel
import SentinelTestKit
import SentinelSeries
import SentinelStatistics

/// Per-sample (x − avg)/stddev and p99 over 1h: 10 M samples in memory, 1,000 series, through the rings that rules use.
///
/// Once series after series, as the programs that it is compared with do it, and once all series second by second, as
/// live traffic comes.
enum PaneBenchmark {
  private static let seriesCount = 1_000
  private static let perSeries = 10_000

  static func run() {
    let values = samples()
    var outliers = 0
    for (order, isInterleaved) in [("series after series", false), ("second by second", true)] {
      let time = CPUClock.median {
        var pass = Pass(values)
        pass.run(isInterleaved: isInterleaved)
        outliers = pass.outliers
      }
      let rate = Double(perSeries * seriesCount) / time
      Report.rate("z-score 1h and p99 1h of each sample, \(order)", rate, reach: 15e6, unit: "samples")
    }
    check(values, outliers: outliers)
  }

  /// One pass over all samples.
  private struct Pass {
    let values: [Double]
    let moments = MomentRing(geometry: PaneGeometry(width: .seconds(10), count: 361), parts: .deviation)
    let histogram = HistogramRing(
      geometry: PaneGeometry(width: .minutes(1), count: 61), views: [.init(window: .hours(1), quantiles: [0.99])])
    /// How many samples lie more than three deviations above the mean.
    var outliers = 0
    private var checksum = 0.0

    init(_ values: [Double]) {
      self.values = values
      moments.reserve(groups: seriesCount)
      histogram.reserve(groups: seriesCount)
    }

    mutating func run(isInterleaved: Bool) {
      if isInterleaved {
        for second in 0..<perSeries { for series in 0..<seriesCount { take(second, series) } }
      } else {
        for series in 0..<seriesCount { for second in 0..<perSeries { take(second, series) } }
      }
      precondition(checksum.isFinite, "every window has a p99")
    }

    @inline(__always)
    private mutating func take(_ second: Int, _ series: Int) {
      let value = values[series * perSeries + second]
      let time = Timestamp(nanoseconds: Int64(second + 1) * 1_000_000_000)
      moments.add(group: series, at: time, value)
      histogram.add(group: series, at: time, value)
      let window = moments.geometry.panes(until: time, length: .hours(1))
      let known = moments.moments(group: series, panes: window).moments
      if (value - known.mean) / known.standardDeviation > 3 { outliers += 1 }
      checksum += histogram.quantile(0, view: 0, group: series, until: time)
    }
  }

  private static func samples() -> [Double] {
    var random = SeededRandom(seed: 7)
    return (0..<seriesCount * perSeries).map { _ in
      // Twelve uniforms make a good normal; its exponential is a latency.
      let normal = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } - 2
      return (1 + normal * 0.4 + normal * normal * 0.2) * 0.8
    }
  }

  /// A slow evaluator of the same over some series: windows as lists of samples.
  private static func check(_ values: [Double], outliers: Int) {
    var expected = 0
    var got = 0
    let ring = MomentRing(geometry: PaneGeometry(width: .seconds(10), count: 361), parts: .deviation)
    ring.reserve(groups: 1)
    for second in 0..<perSeries {
      let time = Timestamp(nanoseconds: Int64(second + 1) * 1_000_000_000)
      let value = values[second]
      ring.add(group: 0, at: time, value)
      let panes = ring.geometry.panes(until: time, length: .hours(1))
      let known = ring.moments(group: 0, panes: panes).moments
      if (value - known.mean) / known.standardDeviation > 3 { got += 1 }
      let first = max(0, Int(panes.lowerBound) * 10)
      let slow = Moments((first...second).map { values[$0] })
      if (value - slow.mean) / slow.standardDeviation > 3 { expected += 1 }
    }
    print("  checked against a slow evaluator: \(got) of \(expected) outliers in one series, \(outliers) in all")
  }
}
