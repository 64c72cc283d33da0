import SentinelModel
import SentinelSeries
import SentinelStatistics
import SentinelTestKit
import Testing

/// A ring that takes over from another is held against one that was there from the start.
@Suite("Rings that take over from others")
struct RingSuccessionTests {
  /// Widths and counts of panes: as before, more, fewer, wider.
  static let geometries: [(before: PaneGeometry, after: PaneGeometry)] = [
    geometry(10, 40, 10, 40), geometry(10, 40, 10, 90), geometry(10, 200, 10, 30), geometry(10, 100, 10, 70),
    geometry(10, 60, 30, 20), geometry(5, 300, 20, 80),
  ]

  private static func geometry(
    _ width: Int64, _ count: Int, _ newWidth: Int64, _ newCount: Int
  ) -> (before: PaneGeometry, after: PaneGeometry) {
    (
      PaneGeometry(width: TimeSpan(nanoseconds: width), count: count),
      PaneGeometry(width: TimeSpan(nanoseconds: newWidth), count: newCount)
    )
  }

  private struct Sample {
    let group: Int
    let time: Timestamp
    let value: Double
    let weight: Double
  }

  private static func samples(_ random: inout SeededRandom, until end: Int64) -> [Sample] {
    var clock: Int64 = 0
    var samples: [Sample] = []
    while clock < end {
      let isBusy = clock % 200 < 40
      clock += isBusy ? 0 : Int64.random(in: 0...9, using: &random)
      if isBusy { clock += Int64.random(in: 0...40, using: &random) == 0 ? 40 : 0 }
      let value = Double(Int.random(in: -50...50, using: &random)) / 4
      let weight = Int.random(in: 0...20, using: &random) == 0 ? 3.0 : 1
      samples.append(
        Sample(
          group: Int.random(in: 0..<2, using: &random), time: Timestamp(nanoseconds: clock), value: value,
          weight: weight))
    }
    return samples
  }

  /// Ranges of panes that lie within what both rings reached at `change`, at some time after it.
  private static func ranges(
    _ geometry: (before: PaneGeometry, after: PaneGeometry), change: Timestamp, now: Timestamp
  ) -> [ClosedRange<Int64>] {
    let reach = geometry.before.reach(at: change) + geometry.after.width
    let newest = geometry.after.index(of: now)
    let oldest = max(geometry.after.index(of: reach) + 1, newest - Int64(geometry.after.count) + 1)
    guard oldest <= newest else { return [] }
    return [oldest...newest, newest...newest, oldest...((oldest + newest) / 2), ((oldest + newest) / 2)...newest]
  }

  @Test("moments are those of a ring that was there from the start", arguments: 0..<6, [UInt64(1), 2, 3])
  func moments(index: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let geometry = Self.geometries[index]
    let parts: MomentParts = [.deviation, .extremes, .ends]
    let before = MomentRing(geometry: geometry.before, parts: parts)
    let always = MomentRing(geometry: geometry.after, parts: index % 2 == 0 ? parts : [.extremes])
    let after = MomentRing(geometry: geometry.after, parts: always.parts)
    before.reserve(groups: 2)
    always.reserve(groups: 2)
    let samples = Self.samples(&random, until: 1_900)
    let change = samples.count / 2
    for (place, sample) in samples.enumerated() {
      if place == change { after.take(from: before) }
      always.add(group: sample.group, at: sample.time, sample.value, weight: sample.weight)
      if place < change {
        before.add(group: sample.group, at: sample.time, sample.value, weight: sample.weight)
        continue
      }
      after.add(group: sample.group, at: sample.time, sample.value, weight: sample.weight)
      guard place % 5 == 0 else { continue }
      for range in Self.ranges(geometry, change: samples[change].time, now: sample.time) {
        for group in 0..<2 { Self.compare(after, always, group: group, range) }
      }
    }
  }

  private static func compare(_ ring: MomentRing, _ other: MomentRing, group: Int, _ range: ClosedRange<Int64>) {
    let moments = ring.moments(group: group, panes: range)
    let expected = other.moments(group: group, panes: range)
    #expect(moments.count == expected.count && moments.sum == expected.sum)
    #expect(ring.totals(group: group, panes: range).sum == expected.sum)
    guard expected.count > 0 else { return }
    if ring.parts.contains(.extremes) {
      #expect(moments.minimum == expected.minimum && moments.maximum == expected.maximum)
    }
    if ring.parts.contains(.ends) { #expect(moments.first == expected.first && moments.last == expected.last) }
    if ring.parts.contains(.deviation) {
      #expect((moments.moments.standardDeviation - expected.moments.standardDeviation).magnitude < 1e-9)
    }
  }

  @Test(
    "quantiles and distributions are those of a ring that was there from the start", arguments: 0..<6, [true, false])
  func histograms(index: Int, keepsValues: Bool) {
    var random = SeededRandom(seed: UInt64(index))
    let geometry = Self.geometries[index]
    let window = geometry.after.width * 15
    let views = [HistogramRing.View(window: window, quantiles: [0.5, 0.99])]
    let before = HistogramRing(geometry: geometry.before, views: [], keepsValues: true)
    let always = HistogramRing(geometry: geometry.after, views: views, keepsValues: keepsValues)
    let after = HistogramRing(geometry: geometry.after, views: views, keepsValues: keepsValues)
    before.reserve(groups: 2)
    always.reserve(groups: 2)
    let samples = Self.samples(&random, until: 1_900)
    let change = samples.count / 2
    for (place, sample) in samples.enumerated() {
      if place == change { after.take(from: before) }
      always.add(group: sample.group, at: sample.time, sample.value, weight: sample.weight)
      let ring = place < change ? before : after
      ring.add(group: sample.group, at: sample.time, sample.value, weight: sample.weight)
      guard place > change, place % 5 == 0 else { continue }
      for range in Self.ranges(geometry, change: samples[change].time, now: sample.time) {
        for group in 0..<2 { Self.compare(after, always, group: group, range) }
      }
      guard sample.time - window > geometry.before.reach(at: samples[change].time) + geometry.after.width else {
        continue
      }
      for quantile in 0..<2 {
        let value = after.quantile(quantile, view: 0, group: sample.group, until: sample.time)
        #expect(value == always.quantile(quantile, view: 0, group: sample.group, until: sample.time))
      }
    }
  }

  private static func compare(_ ring: HistogramRing, _ other: HistogramRing, group: Int, _ range: ClosedRange<Int64>) {
    #expect(ring.count(group: group, panes: range) == other.count(group: group, panes: range))
    let value = ring.quantile(0.9, group: group, panes: range)
    let expected = other.quantile(0.9, group: group, panes: range)
    #expect(value == expected || (value.isNaN && expected.isNaN))
  }

  @Test("distinct counts are those of a ring that was there from the start", arguments: 0..<6)
  func distinct(index: Int) {
    var random = SeededRandom(seed: UInt64(index))
    let geometry = Self.geometries[index]
    let before = DistinctRing(geometry: geometry.before)
    let always = DistinctRing(geometry: geometry.after)
    let after = DistinctRing(geometry: geometry.after)
    for ring in [before, always] { ring.reserve(groups: 2) }
    let samples = Self.samples(&random, until: 1_900)
    let change = samples.count / 2
    for (place, sample) in samples.enumerated() {
      if place == change { after.take(from: before) }
      let hash = UInt64(bitPattern: Int64(sample.value * 4)) &* 0x9E37_79B9_7F4A_7C15
      always.add(group: sample.group, at: sample.time, hash: hash)
      (place < change ? before : after).add(group: sample.group, at: sample.time, hash: hash)
      guard place > change, place % 5 == 0 else { continue }
      for range in Self.ranges(geometry, change: samples[change].time, now: sample.time) {
        for group in 0..<2 {
          #expect(after.estimate(group: group, panes: range) == always.estimate(group: group, panes: range))
        }
      }
    }
  }
}
