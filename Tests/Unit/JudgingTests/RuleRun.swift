import CostDetectors
import LatencyDetectors
import RuleCompiler
import RuleParser
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// Rules over events, end to end: what the tests of the judging rooms look at.
struct RuleRun {
  private(set) var engine: Engine
  private let registry: PluginRegistry
  private let settings: EngineSettings
  private let collected: Collected

  private final class Collected {
    var transitions: [Transition] = []
  }

  enum Failure: Error { case rules(String) }

  init(
    _ rules: String, recordsCoverage: Bool = false, skipsSilence: Bool = true, windowByteLimit: Int = 4 << 30,
    plugins: [Plugin] = []
  ) throws {
    registry = PluginRegistry([CostDetectors.plugin, LatencyDetectors.plugin] + plugins)
    settings = EngineSettings(
      recordsCoverage: recordsCoverage, skipsSilence: skipsSilence, windowByteLimit: windowByteLimit)
    let plan = try Self.plan(rules, registry)
    let collected = Collected()
    self.collected = collected
    engine = try Engine(plan: plan, registry: registry, settings: settings) { collected.transitions.append($0) }
  }

  private static func plan(_ rules: String, _ registry: PluginRegistry) throws -> RuleSetPlan {
    var diagnostics = Diagnostics()
    let file = RuleFileParser.parse(SourceText(path: "rules.yaml", text: rules), diagnostics: &diagnostics).file
    let compiler = RuleCompiler(metrics: registry.metrics, functions: .builtIn)
    guard let plan = compiler.compile([file], diagnostics: &diagnostics) else {
      throw Failure.rules(DiagnosticRenderer.text(diagnostics.sorted))
    }
    return plan
  }

  /// Goes on with other rules.
  @discardableResult
  mutating func reload(_ rules: String, detectors: [String: DetectorOptions] = [:]) throws -> EngineSuccession {
    var settings = settings
    settings.detectors = detectors
    let plan = try Self.plan(rules, registry)
    let (engine, succession) = try engine.successor(plan: plan, registry: registry, settings: settings)
    self.engine = engine
    return succession
  }

  /// `rule state severity` of each transition so far, with the second of 2025-11-06T12:00:00Z at which it was.
  var transitions: [String] {
    collected.transitions.map { transition in
      let seconds = (transition.at.nanoseconds - Self.start) / 1_000_000_000
      return "\(seconds) \(transition.rule) \(transition.state.rawValue) \(transition.severity.name)"
    }
  }

  var all: [Transition] { collected.transitions }

  static let start: Int64 = 1_762_430_400_000_000_000

  /// Events as JSON objects without their timestamp, by second; they must be in order.
  func feed(_ events: [(second: Double, json: String)]) { engine.process(batch(events)) }

  /// The events as a batch of the engine's layout; they must be in order.
  func batch(_ events: [(second: Double, json: String)]) -> EventBatch {
    var decoder = JSONEventDecoder(layout: engine.layout)
    var batch = EventBatch(layout: engine.layout)
    for (index, event) in events.enumerated() {
      let time = Timestamp(nanoseconds: Self.start + Int64(event.second * 1e9))
      var line = "{\"timestamp\":\"\(time.rfc3339)\"\(event.json.isEmpty ? "" : ",")\(event.json)}"
      let refusal = line.withUTF8 { decoder.decode($0, into: &batch, position: UInt32(index)) }
      precondition(refusal == nil, "\(line): \(refusal?.description ?? "")")
    }
    batch.rows = 0..<batch.count
    return batch
  }

  /// A gauge `m` of service `a`, a value each second.
  func feedGauge(_ values: [(second: Double, value: Double)]) {
    feed(values.map { ($0.second, "\"service\":\"a\",\"metrics\":{\"m\":\($0.value)}") })
  }
}
