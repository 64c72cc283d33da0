import Glibc
import SentinelModel
import Testing

import SentinelCommands

@Suite("What commands print")
struct OutputTests {
  @Test("nothing in a label or a cell steers a terminal")
  func hostileText() {
    var table = TextTable([.init("part")])
    table.append(["\u{1b}[31mEVIL\n\u{202e}"])
    #expect(table.text == "part\n\\u{1b}[31mEVIL\\u{a}\\u{202e}\n")
    #expect(LabelSet([("service", "\u{1b}[31m")]).text == "{service=\\u{1b}[31m}")
  }

  @Test("a table has aligned columns and no blanks at the ends of its lines")
  func table() {
    var table = TextTable([.init("rule"), .init("fired", .right), .init("why")])
    table.append(["high_p99_latency", "3", ""])
    table.append(["x", "12,345", "p50 | q"])
    #expect(
      table.text == """
        rule               fired  why
        high_p99_latency       3
        x                 12,345  p50 | q

        """)
    #expect(
      table.markdown == """
        | rule | fired | why |
        | --- | ---: | --- |
        | high_p99_latency | 3 |  |
        | x | 12,345 | p50 \\| q |

        """)
  }

  @Test("figures are written for people")
  func figures() {
    #expect([0, 999, 1_000, -1_234_567].map(Figures.grouped) == ["0", "999", "1,000", "-1,234,567"])
    #expect(Figures.grouped(.min) == "-9,223,372,036,854,775,808")
    #expect(Figures.share(1, of: 8) == "12.5%")
    #expect(Figures.share(0, of: 0) == "–")
    #expect([0, 1, 9_999, 10_000].map { Figures.share($0, of: 10_000) } == ["0.0%", "<0.1%", ">99.9%", "100.0%"])
    #expect(Figures.fixed(-0.004, digits: 2) == "0.00")
    #expect(Figures.fixed(2.5, digits: 0) == "3")
    #expect(Figures.fixed(1e300, digits: 2) == "1e+300")
    #expect(Figures.fixed(.nan, digits: 2) == "–")
    #expect([4, 0.1, .nan, -.infinity].map(Figures.shortest) == ["4", "0.1", "unknown", "-Inf"])
    #expect([0, 999, 1_500, 123_456, 5_000_000].map(Figures.bytes) == ["0 B", "999 B", "1.5 KB", "123 KB", "5.0 MB"])
    let rounded = [6.661034999999998, -0.1, 3.1999999999999886, 123_456.78, 1_378_268, 0, 1e-300, .infinity, 1.5e-7]
    #expect(
      rounded.map(Figures.rounded) == [
        "6.66103", "-0.1", "3.2", "123457", "1378268", "0", "1e-300", "+Inf", "1.5e-07",
      ])
    let spans: [TimeSpan] = [.zero, .milliseconds(1_234), .seconds(75), .seconds(3_725), .hours(100)]
    #expect(spans.map(Figures.duration) == ["0s", "1s234ms", "1m15s", "1h2m", "4d4h"])
  }

  @Test("the progress bar shows share, count, rate and time left, in the width there is")
  func progress() {
    #expect(
      Progress.line(share: 0.5, events: 1_000, after: .seconds(2), width: 80)
        == "[###############---------------]  50.0%  1,000 events  500/s  2s left")
    #expect(Progress.line(share: nil, events: 1, after: .zero, width: 80) == "1 event  0/s")
    #expect(Progress.line(share: 0, events: 0, after: .zero, width: 20) == "0.0%  0 events  0/s")
    #expect(Progress.line(share: 7, events: 0, after: .seconds(1), width: 60).hasPrefix("[#"))
  }

  @Test("a sink writes in blocks and stops when nobody reads any more")
  func sink() {
    var blocks: [Int] = []
    let sink = ByteSink(blockSize: 4) { block in
      blocks.append(block.count)
      return blocks.count < 2 ? 0 : EPIPE
    }
    sink.write("abc")
    #expect(blocks.isEmpty)
    sink.write("de")
    #expect(blocks == [5] && !sink.isClosed)
    sink.write("fghi")
    #expect(sink.isClosed)
    sink.write("more")
    sink.flush()
    #expect(blocks == [5, 4] && sink.failure == nil)
  }

  @Test("a full disk is told, a reader that went away is not")
  func fullDisk() {
    let sink = ByteSink { _ in ENOSPC }
    sink.write("abc")
    sink.flush()
    #expect(sink.isClosed && sink.failure == ENOSPC)
  }

  @Test("the summary has a row for each rule, the totals and what had no price")
  func summary() {
    var summary = ReplaySummary()
    var slow = ReplaySummary.Rule(name: "slow")
    slow.timesFired = 3
    slow.firingTime = .seconds(750)
    slow.pendingTime = .minutes(4)
    slow.evaluations = 200
    slow.unknownEvaluations = 24
    slow.unknownReasons = ["p50": 20, "zscore(1h)": 20, "value": 4]
    slow.groups = 4
    var costly = ReplaySummary.Rule(name: "costly")
    costly.groups = 10_001
    costly.overflowSamples = 1_700
    summary.rules = [slow, costly]
    summary.tallies = [
      .init(reason: "no price", name: "b", count: 2), .init(reason: "no price", name: "a", count: 2),
      .init(reason: "no price", name: "c", count: 1_000),
    ]
    summary.events = 25_000
    summary.refused = 1
    summary.duration = .milliseconds(1_250)
    summary.firstTimestamp = Timestamp(nanoseconds: 0)
    summary.lastTimestamp = Timestamp(nanoseconds: 1_500_000_000)
    summary.dataVersions = [("cost", "prices of 2025-11-06")]
    #expect(
      summary.text == """
        rule    fired  firing  pending  unknown  mostly because of  groups  overflow
        costly      0      0s       0s        –                     10,001     1,700
        slow        3  12m30s       4m    12.0%  p50                     4         –

        25,000 events, 1 refused, from 1970-01-01T00:00:00Z to 1970-01-01T00:00:01.5Z; took 1.3 s (20,000/s)
        data of 'cost': version prices of 2025-11-06
        no price: c (1,000), a (2), b (2)

        """)
  }

  @Test("the time that a replay took is told without a rate where it says nothing")
  func pace() {
    func text(_ events: Int, _ duration: TimeSpan) -> String {
      var summary = ReplaySummary()
      summary.events = events
      summary.duration = duration
      return String(summary.text.split(separator: "; ").last ?? "")
    }
    #expect(text(5, .milliseconds(3)) == "took 3 ms\n")
    #expect(text(5, TimeSpan(nanoseconds: 1)) == "took 1 ms\n")
    #expect(text(0, .seconds(2)) == "took 2.0 s\n")
    #expect(text(50, .milliseconds(100)) == "took 0.1 s (500/s)\n")
  }
}
