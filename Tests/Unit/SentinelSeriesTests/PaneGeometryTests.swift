import SentinelModel
import SentinelSeries
import Testing

@Suite("Panes")
struct PaneGeometryTests {
  @Test("a sample at a pane's right edge belongs to it, one at its left edge to the pane before")
  func edges() {
    let panes = PaneGeometry(width: .seconds(10), count: 6)
    #expect(panes.index(of: Timestamp(nanoseconds: 0)) == -1)
    #expect(panes.index(of: Timestamp(nanoseconds: 1)) == 0)
    #expect(panes.index(of: Timestamp(nanoseconds: 10_000_000_000)) == 0)
    #expect(panes.index(of: Timestamp(nanoseconds: 10_000_000_001)) == 1)
  }

  @Test("a window whose edges are multiples of the width is a whole number of panes")
  func aligned() {
    let panes = PaneGeometry(width: .seconds(10), count: 6)
    let window = panes.panes(until: Timestamp(nanoseconds: 60_000_000_000), length: .seconds(30))
    #expect(window == 3...5)
  }

  @Test(
    "panes are exact up to the limit, and within a share of the lookback beyond",
    arguments: [
      (window: Int64(300), every: Int64(10), offset: Int64(0), width: Int64(10)),
      (window: 300, every: 10, offset: 15, width: 5),
      (window: 7, every: 10, offset: 0, width: 1),
      (window: 86_400, every: 10, offset: 0, width: 240),
      (window: 3_600, every: 10, offset: 0, width: 10),
      (window: 21_600, every: 7, offset: 0, width: 60), (window: 300, every: 10, offset: 86_400, width: 25),
    ])
  func covering(window: Int64, every: Int64, offset: Int64, width: Int64) {
    let lookback = TimeSpan.seconds(window + offset)
    let windows = [TimeSpan.seconds(window), .seconds(offset)]
    let panes = PaneGeometry.covering(
      lookback, offset: .seconds(offset), every: .seconds(every), windows: windows, limit: 360)
    #expect(panes.width == .seconds(width))
    #expect(panes.width.nanoseconds * Int64(panes.count) >= lookback.nanoseconds)
  }

  @Test(
    "windows that end anywhere have panes that whole seconds are edges of",
    arguments: [(60, 200), (300, 1_000), (3_600, 10_000), (7, 20), (86_400, 240_000)])
  func anywhere(window: Int64, milliseconds: Int64) {
    let panes = PaneGeometry.covering(.seconds(window), every: nil, windows: [.seconds(window)], limit: 360)
    #expect(panes.width == .milliseconds(milliseconds))
  }

  @Test("a window that is past has nothing of what came after it, and its whole length")
  func past() {
    let panes = PaneGeometry(width: .seconds(60), count: 100)
    let end = Timestamp(nanoseconds: 1_000_000_000_000)
    #expect(panes.panes(until: end, length: .minutes(5)) == 11...16)
    #expect(panes.panes(until: end, length: .minutes(5), isPast: true) == 11...15)
    #expect(panes.panes(until: end.floored(to: .minutes(1)), length: .minutes(5)) == 11...15)
  }

  @Test("times at the ends of the range have panes too")
  func extremes() {
    let panes = PaneGeometry(width: .seconds(10), count: 6)
    #expect(panes.index(of: .distantPast) < panes.index(of: .distantFuture))
    #expect(!panes.panes(until: .distantPast, length: .days(1)).isEmpty)
    #expect(!panes.panes(until: .distantFuture, length: .days(1)).isEmpty)
  }
}
