import Foundation
import SentinelModel
import Testing

import SentinelCommands

@Suite("Scoring against labelled windows")
struct ScoreTests {
  private static let base: Int64 = 1_741_000_000

  private func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: 0) + .seconds(Self.base + seconds) }

  private func series(_ windows: [(Int64, Int64, String)]) -> LabelledSeries {
    LabelledSeries(
      name: "s", start: time(0), end: time(21_600),
      windows: windows.map { LabelledWindow(start: time($0.0), end: time($0.1), type: $0.2) })
  }

  private func score(_ alerts: [Int64], _ windows: [(Int64, Int64, String)]) -> Score {
    Score(alerts: alerts.map(time), series: series(windows), start: time(0), end: time(0))
  }

  /// The expected figures are those that an independent program gave for the same alerts and windows.
  @Test("precision, recall, F1, false minutes and delays agree with an independent program")
  func reference() {
    let score = score(
      [
        58, 174, 429, 2_357, 3_341, 3_709, 4_151, 4_333, 4_547, 4_758, 5_229, 5_966, 7_101, 8_079, 8_170, 9_158, 12_180,
        12_182, 12_476, 12_761, 13_374, 14_576, 15_370, 15_970, 17_817, 18_806, 20_232, 20_248,
      ],
      [
        (4_651, 4_972, "spike"), (7_340, 8_214, "ramp"), (11_784, 12_386, "spike"), (13_404, 13_940, "outage"),
        (15_860, 16_584, "ramp"), (17_696, 17_916, "spike"),
      ])
    #expect((score.windows, score.found, score.falseEvents) == (6, 5, 11))
    #expect(score.precision == 0.3125)
    #expect(score.recall == 0.8333333333333334)
    #expect(score.f1 == 0.45454545454545453)
    #expect(score.falseEventsPerDay == 52.8)
    #expect((score.normalMinutes, score.falseMinutes) == (210, 13))
    #expect(score.meanDelay == 294.6)
    #expect(score.delay(quantile: 0.5) == .seconds(121))
    #expect(score.delay(quantile: 0.95) == .seconds(739))
    #expect(
      score.byType == [
        .init(type: "outage", found: 0, windows: 1), .init(type: "ramp", found: 2, windows: 2),
        .init(type: "spike", found: 3, windows: 3),
      ])
  }

  @Test("the grace after a window, the merging of false alerts and the warm-up are inclusive as documented")
  func edges() {
    let window: [(Int64, Int64, String)] = [(7_200, 7_260, "w")]
    #expect(score([7_560], window).found == 1)
    #expect(score([7_561], window).falseEvents == 1)
    #expect(score([10_000, 10_300], window).falseEvents == 1)
    #expect(score([10_000, 10_301], window).falseEvents == 2)
    #expect(score([3_599], window).falseEvents == 0)
    #expect(score([3_600], window).falseEvents == 1)
  }

  @Test("without alerts or windows the shares are missing, not zero")
  func nothing() {
    let score = score([], [])
    #expect(score.precision == nil && score.recall == nil && score.f1 == nil && score.meanDelay == nil)
    #expect(score.delay(quantile: 0.5) == nil)
  }

  @Test("all times to detect are written alike")
  func delays() {
    let score = score([7_400, 9_000], [(7_200, 7_800, "w"), (8_810, 9_100, "w")])
    let text = ScoreTable.text(score, series: "s")
    #expect(text.contains("mean                 3m15s\n") && text.contains("median               3m10s\n"), "\(text)")
  }

  @Test("minutes are counted as by asking every window for every minute")
  func slowMinutes() {
    var state: UInt64 = 3
    func random(_ bound: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % bound)
    }
    for _ in 0..<50 {
      let windows = (0..<6).map { _ in random(20_000) }.map { ($0, $0 + random(2_000), "w") }
      let alerts = (0..<10).map { _ in random(21_600) }
      let score = score(alerts, windows)
      let live = windows.filter { $0.1 >= 3_600 }
      let isFalse = { (alert: Int64) in alert >= 3_600 && !live.contains { $0.0 <= alert && alert <= $0.1 + 300 } }
      let falseMinutes = Set(alerts.filter(isFalse).map { (Self.base + $0) / 60 })
      let normal = stride(from: Int64(3_600), to: 21_600, by: 60).filter { minute in
        !live.contains { $0.0 <= minute + 60 && minute <= $0.1 + 300 }
      }
      #expect(score.normalMinutes == normal.count)
      #expect(score.falseMinutes == normal.count { falseMinutes.contains((Self.base + $0) / 60) })
    }
  }

  @Test("an alert is raised when it begins to fire, not when its severity changes")
  func raised() {
    var alerts = RaisedAlerts()
    func append(_ state: AlertState, at seconds: Int64, _ fingerprint: UInt64 = 1) {
      alerts.append(
        Transition(
          at: time(seconds), rule: "r", category: nil, state: state, severity: .warning, labels: LabelSet(), value: nil,
          fingerprint: fingerprint, activeSince: time(0), condition: "", evidence: [], annotations: [], exemplars: [],
          count: nil))
    }
    append(.pending, at: 0)
    append(.firing, at: 1)
    append(.firing, at: 2)
    append(.firing, at: 3, 2)
    append(.resolved, at: 4)
    append(.firing, at: 5)
    #expect(alerts.times == [time(1), time(3), time(5)])
  }
}

@Suite("Files of labels")
struct LabelFileTests {
  private func file(_ text: String) throws -> LabelFile { try LabelFile(path: "labels.json", bytes: Array(text.utf8)) }

  @Test("series have a start, an end and typed windows; pairs and bare lists are read too")
  func forms() throws {
    let file = try file(
      """
      {"dev_a.csv": {"name": "a", "series_start": "2025-03-03T09:00:00Z", "series_end": "2025-03-03T15:00:00Z",
        "anomalies": [{"type": "spike", "detail": {"factor": 3.0}, "start": "2025-03-03T10:35:00Z", "end": "2025-03-03T10:43:00Z"}]},
       "dev_b.csv": [["2025-03-03 10:35:00", "2025-03-03 10:36:00"], [10, 20.5]]}
      """)
    let first = try #require(file.labels(named: nil, inputs: ["data/dev_a.ndjson.gz"]))
    #expect(first.name == "dev_a.csv" && first.windows.map(\.type) == ["spike"])
    #expect(first.start == Timestamp(rfc3339: "2025-03-03T09:00:00Z"))
    let second = try #require(file.labels(named: "dev_b", inputs: ["x"]))
    #expect(second.windows.map(\.end.nanoseconds) == [1_740_998_160_000_000_000, 20_500_000_000])
    #expect(file.labels(named: nil, inputs: ["other.csv"]) == nil)
    #expect(file.labels(named: nil, inputs: ["dev_a.csv", "dev_b.csv"])?.windows.count == 3)
    #expect(try self.file("[{start: 1, end: 2}]").labels(named: nil, inputs: ["any"])?.windows.count == 1)
  }

  @Test(
    "what is wrong is reported at its place",
    arguments: [
      "3", "{\"a\": 3}", "{\"a\": {}}", "[[1]]", "[[2, 1]]", "[[\"yesterday\", 1]]", "[{\"start\": 1}]", "{",
      "[[1e300, 2]]",
    ])
  func faults(text: String) { #expect(throws: (any Error).self) { try file(text) } }
}
