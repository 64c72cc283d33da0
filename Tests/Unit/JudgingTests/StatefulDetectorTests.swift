import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRuntime
import Testing

/// Counts events.
private struct Counting: Detector {
  enum Output: Int, DetectorOutput {
    case seen
    var metric: Metric { Metric("events_seen", kind: .gauge, unit: .one, help: "events so far") }
  }
  static let descriptor = DetectorDescriptor(type: "counting", summary: "counts")
  var state = 0
  init(_ configuration: NoConfiguration) throws(Diagnostics) {}
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    for row in batch.rows {
      state += 1
      samples.append(.seen, row: row, Double(state))
    }
  }
}

@Suite("Detectors with state")
struct StatefulDetectorTests {
  private let plugin = Plugin(
    name: "Counting", version: "1", summary: "", detectors: [DetectorRegistration(Counting.self)])

  @Test(
    "rules on single events and rules at instants see the sample that a detector with state gave for an event",
    arguments: ["events_seen == 3", "max(events_seen, 1m) == 3 and events_seen == 3"])
  func samplesOfEvents(condition: String) throws {
    let run = try RuleRun(
      "rules: [{name: e, on: event, condition: '\(condition)'},"
        + " {name: r, metric: events_seen, every: 5s, condition: value == 3}]", plugins: [plugin])
    run.feed((1...4).map { (Double($0) + 2.5, "\"service\":\"a\"") })
    run.engine.finish()
    // The third event comes at 5.5 s; at 5 s there were two, at 10 s the last is the fourth.
    #expect(run.transitions == ["5 e firing warning"])
  }
}
