import SentinelModel
import SentinelSeries
import SentinelStatistics
import SentinelTestKit
import Testing

@Suite("Histograms by pane")
struct HistogramRingTests {
  private static let quantiles = [0.0, 0.5, 0.9, 0.99, 1.0]

  @Test(
    "quantiles are within one per cent of the exact ones, whatever way they are read", arguments: [UInt64(1), 2, 3, 4])
  func differential(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 2...60, using: &random)
    let window = TimeSpan(nanoseconds: Int64(count - 1) * 10)
    let view = HistogramRing.View(window: window, quantiles: Self.quantiles)
    let ring = HistogramRing(geometry: PaneGeometry(width: TimeSpan(nanoseconds: 10), count: count), views: [view])
    ring.reserve(groups: 1)
    var samples: [(pane: Int64, value: Double)] = []
    var clock: Int64 = 0
    for step in 0..<3_000 {
      clock += Int.random(in: 0...200, using: &random) == 0 ? 3_000 : Int64.random(in: 0...1, using: &random)
      let value = Self.value(random: &random)
      ring.add(group: 0, at: Timestamp(nanoseconds: clock), value)
      samples.append((ring.geometry.index(of: Timestamp(nanoseconds: clock)), value))
      guard step % 5 == 0 else { continue }
      let end = Timestamp(nanoseconds: (clock + 9) / 10 * 10)
      let panes = ring.geometry.panes(until: end, length: window)
      let inside = samples.filter { panes.contains($0.pane) }.map(\.value).sorted()
      for (index, q) in Self.quantiles.enumerated() {
        let exact = quantile(ofSorted: inside, q)
        Self.expectClose(ring.quantile(index, view: 0, group: 0, until: end), exact)
        Self.expectClose(ring.quantile(q, group: 0, panes: panes), exact)
      }
      #expect(ring.count(group: 0, panes: panes) == Double(inside.count))
    }
  }

  private static func value(random: inout SeededRandom) -> Double {
    switch Int.random(in: 0...9, using: &random) {
    case 0: 0
    case 1: -Double.random(in: 0...5, using: &random)
    case 2: Double.random(in: 0...1e9, using: &random)
    default: Double.random(in: 0.1...20, using: &random)
    }
  }

  private static func expectClose(_ got: Double, _ exact: Double) {
    // Between two far order statistics each end is within 1 %.
    #expect(abs(got - exact) <= 0.0101 * max(abs(exact), 1e-9) + 0.0101 * 1e-6 || abs(got - exact) < 0.06)
  }

  @Test("a window that ends before the instant agrees with its panes merged anew", arguments: [UInt64(5), 6, 7])
  func delayed(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let view = HistogramRing.View(
      window: TimeSpan(nanoseconds: 200), offset: TimeSpan(nanoseconds: 100), quantiles: [0.5, 0.99])
    let ring = HistogramRing(geometry: PaneGeometry(width: TimeSpan(nanoseconds: 10), count: 31), views: [view])
    ring.reserve(groups: 1)
    var clock: Int64 = 0
    for _ in 0..<2_000 {
      clock += Int.random(in: 0...150, using: &random) == 0 ? 700 : Int64.random(in: 0...2, using: &random)
      let late = Int.random(in: 0...5, using: &random) == 0 ? Int64.random(in: 0...150, using: &random) : 0
      let weight = Int.random(in: 0...300, using: &random) == 0 ? 600.0 : 1
      ring.add(group: 0, at: Timestamp(nanoseconds: clock - late), Self.value(random: &random), weight: weight)
      let end = Timestamp(nanoseconds: clock / 10 * 10 - 100)
      let panes = ring.geometry.panes(until: end, length: view.window)
      for (index, q) in view.quantiles.enumerated() {
        let kept = ring.quantile(index, view: 0, group: 0, until: end)
        let merged = ring.quantile(q, group: 0, panes: panes)
        #expect(kept == merged || (kept.isNaN && merged.isNaN))
      }
    }
  }

  @Test("values that repeat come back exactly")
  func repeated() {
    let view = HistogramRing.View(window: .seconds(60), quantiles: [0.9])
    let ring = HistogramRing(geometry: PaneGeometry(width: .seconds(1), count: 61), views: [view])
    ring.reserve(groups: 1)
    for second in 1...60 { ring.add(group: 0, at: Timestamp(nanoseconds: Int64(second) * 1_000_000_000), 1.7) }
    #expect(ring.quantile(0, view: 0, group: 0, until: Timestamp(nanoseconds: 60_000_000_000)) == 1.7)
  }

  @Test("a pane with many samples is counted as exactly as one with few")
  func dense() {
    let view = HistogramRing.View(window: .seconds(2), quantiles: [0.5])
    let ring = HistogramRing(geometry: PaneGeometry(width: .seconds(1), count: 3), views: [view])
    ring.reserve(groups: 1)
    for index in 0..<5_000 { ring.add(group: 0, at: Timestamp(nanoseconds: 500_000_000), Double(index % 7)) }
    ring.add(group: 0, at: Timestamp(nanoseconds: 600_000_000), 3, weight: 1_000)
    #expect(ring.count(group: 0, panes: 0...0) == 6_000)
    #expect(ring.quantile(0, view: 0, group: 0, until: Timestamp(nanoseconds: 1_000_000_000)) == 3)
    #expect(ring.quantile(0, view: 0, group: 0, until: Timestamp(nanoseconds: 9_000_000_000)).isNaN)
  }

  @Test("samples that are no numbers are refused")
  func notFinite() {
    let ring = HistogramRing(geometry: PaneGeometry(width: .seconds(1), count: 3), views: [])
    ring.reserve(groups: 1)
    #expect(!ring.add(group: 0, at: Timestamp(nanoseconds: 1), .nan))
    #expect(!ring.add(group: 0, at: Timestamp(nanoseconds: 1), .infinity))
    #expect(ring.add(group: 0, at: Timestamp(nanoseconds: 1), .greatestFiniteMagnitude))
    #expect(ring.add(group: 0, at: Timestamp(nanoseconds: 1), -.leastNonzeroMagnitude))
  }
}
