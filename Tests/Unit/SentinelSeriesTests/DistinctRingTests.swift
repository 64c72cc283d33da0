import SentinelModel
import SentinelSeries
import SentinelTestKit
import Testing

@Suite("Distinct values by pane")
struct DistinctRingTests {
  @Test("up to a thousand values are counted exactly over any window")
  func exact() {
    var random = SeededRandom(seed: 11)
    let ring = DistinctRing(geometry: PaneGeometry(width: .seconds(1), count: 30))
    ring.reserve(groups: 1)
    var samples: [(pane: Int64, value: UInt64)] = []
    for step in 0..<2_000 {
      let time = Timestamp(nanoseconds: Int64(step) * 50_000_000 + 1)
      let value = UInt64.random(in: 0...400, using: &random)
      ring.add(group: 0, at: time, hash: value &* 0x9e37_79b9_7f4a_7c15)
      samples.append((ring.geometry.index(of: time), value))
      guard step % 20 == 0 else { continue }
      let panes = ring.geometry.panes(until: time, length: .seconds(20))
      let inside = Set(samples.filter { panes.contains($0.pane) }.map(\.value))
      #expect(ring.estimate(group: 0, panes: panes) == Double(inside.count))
    }
  }

  @Test("an empty window has none")
  func empty() {
    let ring = DistinctRing(geometry: PaneGeometry(width: .seconds(1), count: 30))
    ring.reserve(groups: 1)
    #expect(ring.estimate(group: 0, panes: 0...9) == 0)
    ring.add(group: 0, at: Timestamp(nanoseconds: 1), hash: 5)
    #expect(ring.estimate(group: 0, panes: 10...20) == 0)
  }
}
