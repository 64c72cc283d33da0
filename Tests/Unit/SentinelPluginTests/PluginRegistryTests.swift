import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import Testing

private struct First: EventDetector {
  enum Output: Int, DetectorOutput {
    case one
    var metric: Metric { Metric("one", kind: .gauge, unit: .one, help: "one", aliases: ["uno"]) }
  }
  static let descriptor = DetectorDescriptor(type: "first", summary: "gives one")
  init(_ configuration: NoConfiguration) throws(Diagnostics) {}
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    for row in batch.rows { samples.append(.one, row: row, 1) }
  }
}

private struct Clash: EventDetector {
  enum Output: Int, DetectorOutput {
    case uno = 3
    case styled
    var metric: Metric {
      switch self {
      case .uno: Metric("uno", kind: .gauge, unit: .one, help: "an alias of one")
      case .styled: Metric("Styled-Name", kind: .gauge, unit: .one, help: "not in snake case")
      }
    }
  }
  static let descriptor = DetectorDescriptor(type: "first", summary: "clashes")
  init(_ configuration: NoConfiguration) throws(Diagnostics) {}
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {}
}

private struct Counting: Detector {
  enum Output: Int, DetectorOutput {
    case seen
    var metric: Metric { Metric("seen", kind: .gauge, unit: .one, help: "events so far") }
  }
  static let descriptor = DetectorDescriptor(type: "counting", summary: "counts")
  var state = 0
  init(_ configuration: NoConfiguration) throws(Diagnostics) {}
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    state += batch.rows.count
    for row in batch.rows.suffix(1) { samples.append(.seen, row: row, Double(state)) }
  }
  mutating func advance(to now: Timestamp, into samples: inout SampleBuffer<Output>) {
    samples.append(.seen, at: now, labels: LabelSet([("service", "x")]), Double(state))
  }
}

@Suite("The plugin registry")
struct PluginRegistryTests {
  private let first = Plugin(name: "First", version: "1", summary: "", detectors: [DetectorRegistration(First.self)])

  private func messages(_ plugins: [Plugin], builtIn: [String] = []) -> [String] {
    do throws(Diagnostics) {
      try PluginRegistry(plugins).validated(builtInFunctions: builtIn)
      return []
    } catch {
      return error.findings.map { "\($0.code.id) \($0.range.text): \($0.message)" }
    }
  }

  @Test("takes plugins that fit together")
  func valid() {
    let other = Plugin(name: "Other", version: "1", summary: "", detectors: [DetectorRegistration(Counting.self)])
    #expect(messages([first, other]) == [])
    #expect(PluginRegistry([first, other]).metrics.names == ["one", "seen", "uno"])
  }

  @Test("reports everything that clashes at once")
  func clashes() {
    let clash = Plugin(name: "First", version: "2", summary: "", detectors: [DetectorRegistration(Clash.self)])
    #expect(
      messages([first, clash]) == [
        "SR611 First: plugin 'First' of First exists already",
        "SR612 First: detector 'first' of First exists already",
        "SR616 First: the outputs of detector 'first' don't count up from 0",
        "SR613 First: metric 'uno' of First exists already",
        "SR615 First: metric 'Styled-Name' of First is not in snake case",
      ])
  }

  @Test("refuses a function with the name of a built-in one or of another plugin's")
  func functions() {
    func plugin(_ name: String, _ function: String) -> Plugin {
      Plugin(
        name: name, version: "1", summary: "",
        functions: [.scalar(function, parameters: ["x"], help: "", example: "") { $0.first ?? .nan }])
    }
    #expect(
      messages([plugin("A", "zscore"), plugin("B", "twice"), plugin("C", "twice")], builtIn: ["zscore"]) == [
        "SR614 A: function 'zscore' of A has the name of a built-in function",
        "SR614 C: function 'twice' of C exists already",
      ])
  }

  @Test("makes detectors that give only what is wanted")
  func make() throws {
    var batch = EventBatch(layout: .everything)
    batch.rows = 0..<3
    for (wanted, count) in [(Set(["one"]), 3), ([], 0)] {
      guard case .event(let detector) = try DetectorRegistration(First.self).make(DetectorOptions(), wanted) else {
        Issue.record("not an event detector")
        continue
      }
      #expect(detector.measure(batch).columns.map(\.count) == [count])
      #expect(detector.measure(batch).columns.map(\.count) == [count], "samples of the batch before are gone")
    }
  }

  @Test("makes stateful detectors that go on where they were")
  func makeStateful() throws {
    let registration = DetectorRegistration(Counting.self)
    #expect(registration.isStateful)
    guard case .stateful(let detector) = try registration.make(DetectorOptions(), ["seen"]) else {
      Issue.record("not a stateful detector")
      return
    }
    var batch = EventBatch(layout: .everything)
    batch.rows = 0..<3
    #expect(detector.observe(batch).columns[0].values == [3])
    #expect(detector.observe(batch).columns[0].values == [6])
    #expect(detector.advance(to: Timestamp(nanoseconds: 1)).freeSamples.map(\.value) == [6])
  }

  @Test("refuses a configuration that the detector's schema refuses")
  func badConfiguration() {
    #expect(throws: Diagnostics.self) {
      _ = try DetectorRegistration(First.self).make(DetectorOptions(["x": .number(1)]), [])
    }
  }
}
