import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelTestKit
import Synchronization
import Testing

/// An event detector that is told what to do wrong.
private protocol Faulty: EventDetector where Configuration == NoConfiguration, Output == OneOutput {
  init()
}

extension Faulty {
  static var descriptor: DetectorDescriptor {
    DetectorDescriptor(type: "faulty", summary: "", numbers: [.durationSeconds], texts: [.prompt])
  }
  init(_ configuration: NoConfiguration) throws(Diagnostics) { self.init() }
}

private enum OneOutput: Int, DetectorOutput {
  case share
  var metric: Metric { Metric("share", kind: .gauge, unit: .ratio, range: 0...1, help: "") }
}

private struct Sound: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    for row in batch.rows where batch.withText(.prompt, row: row, { !$0.isEmpty }) {
      samples.append(.share, row: row, 1)
    }
  }
}

private struct LooksAtNeighbours: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    for row in batch.rows { samples.append(.share, row: row, row == batch.rows.lowerBound ? 0 : 1) }
  }
}

private struct Remembers: Faulty {
  final class Memory: Sendable { let calls = Mutex(0) }
  private let memory = Memory()
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    let call = memory.calls.withLock { calls in
      calls += 1
      return calls
    }
    for row in batch.rows { samples.append(.share, row: row, 1 / Double(call)) }
  }
}

private struct ReadsUndeclared: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    guard let tokens = batch.column(.inputTokens) else { return }
    for row in batch.rows where tokens[row] > 0 { samples.append(.share, row: row, 1) }
  }
}

private struct GivesNaN: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    let durations = batch.column(.durationSeconds) ?? []
    for row in batch.rows { samples.append(.share, row: row, durations[row] * 0) }
  }
}

private struct LeavesRange: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    for row in batch.rows { samples.append(.share, row: row, 2) }
  }
}

private struct StraysFromRows: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    for row in batch.rows.reversed() { samples.append(.share, row: row, 1) }
  }
}

private struct DependsOnOthers: EventDetector {
  enum Output: Int, DetectorOutput {
    case first, second
    var metric: Metric { Metric(self == .first ? "first" : "Second", kind: .gauge, unit: .one, help: "") }
  }
  static let descriptor = DetectorDescriptor(type: "depends", summary: "")
  init(_ configuration: NoConfiguration) throws(Diagnostics) {}
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    for row in batch.rows {
      samples.append(.first, row: row, 1)
      samples.append(.second, row: row, samples.wants(.first) ? 1 : 0)
    }
  }
}

private struct CantBeMade: Faulty {
  init() {}
  init(_ configuration: NoConfiguration) throws(Diagnostics) {
    throw Diagnostics([
      Diagnostic(.optionRange, "nothing suits", at: SourceRange(SourceText(path: "<test>", text: ""), 0, 0))
    ])
  }
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {}
}

@Suite("The conformance of event detectors")
struct EventDetectorConformanceTests {
  private func violations<D: EventDetector>(_ type: D.Type) -> [String] { DetectorConformance(type).violations() }

  private func finds<D: EventDetector>(_ type: D.Type, _ word: String) -> Bool {
    violations(type).contains { $0.contains(word) }
  }

  @Test("finds nothing in a sound detector")
  func sound() { #expect(violations(Sound.self) == []) }

  @Test("finds samples that depend on how events are cut into batches")
  func cuts() {
    #expect(finds(LooksAtNeighbours.self, "slices of 7 events change the samples"))
    #expect(finds(LooksAtNeighbours.self, "batches of 7 events change the samples"))
  }

  @Test("finds a memory that an event detector must not have")
  func memory() { #expect(finds(Remembers.self, "a second run gives other samples")) }

  @Test("finds inputs that are read but not declared")
  func inputs() { #expect(finds(ReadsUndeclared.self, "reads inputs that it does not declare")) }

  @Test("finds values that are not finite")
  func finite() { #expect(finds(GivesNaN.self, "values of share are NaN or infinite")) }

  @Test("finds values outside of the declared range")
  func range() { #expect(finds(LeavesRange.self, "outside of its declared range")) }

  @Test("finds samples for rows out of order")
  func rows() { #expect(finds(StraysFromRows.self, "rows that the batch does not mean")) }

  @Test("finds metrics that change with what else is wanted")
  func wanted() { #expect(finds(DependsOnOthers.self, "Second changes where no other metric is wanted")) }

  @Test("finds names that rules can't write")
  func names() { #expect(finds(DependsOnOthers.self, "not in snake case")) }

  @Test("says that a detector can't be made")
  func making() { #expect(violations(CantBeMade.self) == ["it can't be made: nothing suits"]) }

  @Test("uses the author's events too")
  func ownRows() {
    let row = EventRow(at: 1e9, texts: [.prompt: "needle"])
    #expect(DetectorConformance(FailsOnNeedle.self).violations() == [])
    #expect(DetectorConformance(FailsOnNeedle.self, rows: [row]).violations().count == 1)
  }
}

private struct FailsOnNeedle: Faulty {
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<OneOutput>) {
    for row in batch.rows { samples.append(.share, row: row, batch.text(.prompt, row: row) == "needle" ? 2 : 1) }
  }
}

/// A stateful detector: counts events, in total or a model, and gives the count at each event and each minute.
private protocol Counter: Detector where Configuration == NoConfiguration, Output == CountOutput {
  init()
}

extension Counter {
  static var descriptor: DetectorDescriptor {
    DetectorDescriptor(type: "counter", summary: "", labels: [.label("model")], interval: .minutes(1))
  }
  init(_ configuration: NoConfiguration) throws(Diagnostics) { self.init() }
}

private enum CountOutput: Int, DetectorOutput {
  case seen
  var metric: Metric { Metric("seen", kind: .gauge, unit: .one, help: "") }
}

private struct SoundCounter: Counter {
  var state = 0
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {
    for row in batch.rows {
      state += 1
      samples.append(.seen, row: row, Double(state))
    }
  }
  mutating func advance(to now: Timestamp, into samples: inout SampleBuffer<CountOutput>) {
    samples.append(.seen, at: now, labels: LabelSet(), Double(state))
    state = 0
  }
}

private struct CountsBatches: Counter {
  var state = 0
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {
    state += 1
    for row in batch.rows { samples.append(.seen, row: row, Double(state)) }
  }
}

private struct HidesState: Counter {
  var state = 0
  private var hidden = 0
  init() {}
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {
    for row in batch.rows {
      hidden += 1
      samples.append(.seen, row: row, Double(hidden))
    }
  }
}

private struct GrowsForEver: Counter {
  var state: [String: Int] = [:]
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {
    guard let models = batch.column(.label("model")) else { return }
    for row in batch.rows {
      state["the model called " + models[row] + " so far", default: 0] += 1
      samples.append(.seen, row: row, Double(state[models[row]] ?? 0))
    }
  }
}

private struct ReadsUndeclaredCounter: Counter {
  var state = 0
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {
    for row in batch.rows {
      state += batch.column(.label("service"))?[row] == "a" ? 1 : 0
      samples.append(.seen, row: row, Double(state))
    }
  }
}

private struct WantsTexts: Counter {
  static var descriptor: DetectorDescriptor { DetectorDescriptor(type: "wants", summary: "", texts: [.prompt]) }
  var state = 0
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<CountOutput>) {}
}

@Suite("The conformance of stateful detectors")
struct StatefulDetectorConformanceTests {
  private func finds<D: Detector>(_ type: D.Type, _ word: String) -> Bool {
    DetectorConformance(type).violations().contains { $0.contains(word) }
  }

  @Test("finds nothing in a sound detector")
  func sound() { #expect(DetectorConformance(SoundCounter.self).violations() == []) }

  @Test("finds samples that depend on how events are cut into batches")
  func cuts() { #expect(finds(CountsBatches.self, "slices of 7 events change the samples")) }

  @Test("finds memory outside of the state")
  func hidden() {
    #expect(finds(HidesState.self, "writing and reading its state each 7 events changes the samples"))
    #expect(!finds(HidesState.self, "slices of 7 events change"))
  }

  @Test("finds a state without a bound, and takes the author's limit")
  func bound() {
    #expect(finds(GrowsForEver.self, "after 20000 events of as many series"))
    #expect(DetectorConformance(GrowsForEver.self, stateLimit: 1 << 24).violations() == [])
  }

  @Test("finds inputs that are read but not declared")
  func inputs() { #expect(finds(ReadsUndeclaredCounter.self, "reads inputs that it does not declare")) }

  @Test("finds texts among the inputs, which a stateful detector never gets")
  func texts() { #expect(finds(WantsTexts.self, "declares texts")) }
}
