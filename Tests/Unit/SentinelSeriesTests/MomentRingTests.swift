import SentinelModel
import SentinelSeries
import SentinelStatistics
import SentinelTestKit
import Testing

@Suite("Moments by pane")
struct MomentRingTests {
  private struct Sample {
    let pane: Int64
    let time: Int64
    let value: Double
  }

  private static let width = 10
  private static let all: MomentParts = [.deviation, .extremes, .ends]

  @Test("windows agree with all samples looked at anew, late ones included", arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func differential(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 1...70, using: &random)
    let ring = MomentRing(geometry: PaneGeometry(width: TimeSpan(nanoseconds: 10), count: count), parts: Self.all)
    ring.reserve(groups: 3)
    var samples: [[Sample]] = [[], [], []]
    var clock: Int64 = .random(in: -5_000...5_000, using: &random)
    for step in 0..<1_500 {
      clock += Int.random(in: 0...9, using: &random) == 0 ? Int64.random(in: 0...400, using: &random) : 1
      let late = Int.random(in: 0...4, using: &random) == 0 ? Int64.random(in: 0...900, using: &random) : 0
      let group = Int.random(in: 0..<3, using: &random)
      let sample = Self.sample(at: clock - late, random: &random)
      let newest = samples[group].map(\.pane).max() ?? .min
      let fits = newest == .min || sample.pane > newest - Int64(count)
      #expect(ring.add(group: group, at: Timestamp(nanoseconds: sample.time), sample.value) == fits)
      if fits { samples[group].append(sample) }
      if step % 7 == 0 { check(ring, samples[group], group: group, count: count, random: &random) }
    }
  }

  private static func sample(at time: Int64, random: inout SeededRandom) -> Sample {
    let pane = PaneGeometry(width: TimeSpan(nanoseconds: 10), count: 1).index(of: Timestamp(nanoseconds: time))
    return Sample(pane: pane, time: time, value: Double(Int.random(in: -50...50, using: &random)) / 4)
  }

  private func check(
    _ ring: MomentRing, _ samples: [Sample], group: Int, count: Int, random: inout SeededRandom
  ) {
    guard let newest = samples.map(\.pane).max() else { return }
    let first = newest - Int64.random(in: 0..<Int64(count), using: &random)
    let last = Int64.random(in: first...newest + 2, using: &random)
    let inside = samples.filter { (first...last).contains($0.pane) }
    let moments = ring.moments(group: group, panes: first...last)
    let totals = ring.totals(group: group, panes: first...last)
    #expect(moments.count == Double(inside.count) && totals.count == moments.count)
    // Quarters add up exactly.
    #expect(moments.sum == inside.reduce(0) { $0 + $1.value } && totals.sum == moments.sum)
    guard !inside.isEmpty else { return }
    #expect(moments.minimum == inside.map(\.value).min())
    #expect(moments.maximum == inside.map(\.value).max())
    let ordered = inside.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    #expect(moments.first == ordered.first?.element.value)
    #expect(moments.last == ordered.last?.element.value)
    let mean = moments.sum / moments.count
    let variance = inside.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / moments.count
    #expect(abs(moments.moments.variance - variance) < 1e-9 * max(1, variance))
  }

  @Test("a ring of last values agrees with one that keeps all", arguments: [UInt64(1), 2, 3])
  func lastOnly(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let geometry = PaneGeometry(width: TimeSpan(nanoseconds: 10), count: Int.random(in: 1...100, using: &random))
    let (ring, all) = (MomentRing(geometry: geometry, parts: .last), MomentRing(geometry: geometry, parts: Self.all))
    for each in [ring, all] { each.reserve(groups: 1) }
    var clock: Int64 = 0
    for _ in 0..<2_000 {
      clock += Int64.random(in: 0...20, using: &random)
      let time = Timestamp(nanoseconds: clock - Int64.random(in: 0...9, using: &random) / 8 * 15)
      let value = Double.random(in: 0...9, using: &random)
      for each in [ring, all] { each.add(group: 0, at: time, value) }
      let panes = geometry.panes(until: Timestamp(nanoseconds: clock), length: TimeSpan(nanoseconds: 300))
      let (got, expected) = (ring.moments(group: 0, panes: panes), all.moments(group: 0, panes: panes))
      #expect(got.last == expected.last && (got.count > 0) == (expected.count > 0))
    }
  }

  @Test("a constant has a deviation of exactly zero")
  func constant() {
    let ring = MomentRing(geometry: PaneGeometry(width: .seconds(1), count: 60), parts: .deviation)
    ring.reserve(groups: 1)
    for second in 1...200 { ring.add(group: 0, at: Timestamp(nanoseconds: Int64(second) * 500_000_000), 0.1) }
    #expect(ring.moments(group: 0, panes: 40...99).moments.standardDeviation == 0)
  }

  @Test("a cleared group is as one that never had a sample")
  func cleared() {
    let ring = MomentRing(geometry: PaneGeometry(width: .seconds(1), count: 60), parts: Self.all)
    ring.reserve(groups: 2)
    for group in 0..<2 { ring.add(group: group, at: Timestamp(nanoseconds: 5_000_000_000), 7) }
    ring.clear(group: 0)
    #expect(ring.moments(group: 0, panes: 0...9).count == 0)
    #expect(ring.moments(group: 1, panes: 0...9).sum == 7)
    ring.add(group: 0, at: Timestamp(nanoseconds: 3_000_000_000), 2)
    #expect(ring.totals(group: 0, panes: 0...9).sum == 2)
  }

  @Test("a jump to the end of time empties the window and traps nowhere")
  func farJump() {
    let ring = MomentRing(geometry: PaneGeometry(width: .seconds(1), count: 60), parts: Self.all)
    ring.reserve(groups: 1)
    for time in [Timestamp.distantPast, Timestamp(nanoseconds: 0), .distantFuture] {
      ring.add(group: 0, at: time, 1)
      let panes = ring.geometry.panes(until: time, length: .seconds(30))
      #expect(ring.totals(group: 0, panes: panes).count == 1)
    }
  }
}
