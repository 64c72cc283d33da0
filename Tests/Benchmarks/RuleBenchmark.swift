import CostDetectors
import LatencyDetectors
import RuleCompiler
import RuleParser
import SentinelDiagnostics
import SentinelTestKit
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// One rule × series × evaluation: 100 rules of four kinds over many series with a sample every 15 s.
enum RuleBenchmark {
  static let registry = PluginRegistry([LatencyDetectors.plugin, CostDetectors.plugin])

  static func run() {
    for seriesCount in [1_000, 10_000] { run(seriesCount: seriesCount) }
  }

  /// Compiles rule text, which must be without fault.
  static func compile(_ text: String) -> RuleSetPlan {
    var diagnostics = Diagnostics()
    let file = RuleFileParser.parse(SourceText(path: "benchmark.yaml", text: text), diagnostics: &diagnostics).file
    let functions = FunctionCatalogue.builtIn
    let compiler = RuleCompiler(metrics: registry.metrics, functions: functions)
    guard let plan = compiler.compile([file], diagnostics: &diagnostics) else {
      preconditionFailure(DiagnosticRenderer.text(diagnostics.sorted))
    }
    return plan
  }

  private static var rules: String {
    var text = "rules:\n"
    for index in 0..<25 {
      let level = 3 + Double(index) / 10
      let rule = "metric: depth, by: [series], every: 15s, for: 1m"
      text += "  - {name: z\(index), \(rule), condition: zscore(1h) > \(level)}\n"
      text += "  - {name: r\(index), \(rule), condition: 'rate(5m) > \(level)'}\n"
      text += "  - {name: p\(index), \(rule), condition: p99(1h) > \(level * 100)}\n"
      text += "  - {name: a\(index), \(rule), condition: avg(5m) > avg(1h) * \(level)}\n"
    }
    return text
  }

  private static func run(seriesCount: Int) {
    var transitions = 0
    let settings = EngineSettings(tracesExemplars: false)
    let plan = compile(rules)
    guard let engine = try? Engine(plan: plan, registry: registry, settings: settings, emit: { _ in transitions += 1 })
    else { preconditionFailure("the standard detectors have no configuration to be wrong") }
    var random = SeededRandom(seed: 3)
    var evaluation = 0.0
    var evaluations = 0
    // An hour fills the windows; then five more evaluations are measured.
    for step in 1...245 {
      let time = Timestamp(nanoseconds: Int64(step) * 15_000_000_000)
      engine.process(batch(at: time, seriesCount, engine.layout, &random))
      let start = CPUClock.seconds
      engine.advance(to: time)
      if step > 240 {
        evaluation += CPUClock.seconds - start
        evaluations += 1
      }
    }
    let cost = evaluation / Double(evaluations * 100 * seriesCount) * 1e6
    Report.cost("rule × series × evaluation, \(seriesCount) series", cost, reach: 0.15, unit: "µs")
    let memory = Double(engine.windowBytes) / Double(seriesCount) / 1_024
    Report.cost("windows of a series at a sample every 15 s, \(seriesCount) series", memory, reach: 6, unit: "KB")
  }

  private static func batch(
    at time: Timestamp, _ count: Int, _ layout: BatchLayout, _ random: inout SeededRandom
  ) -> EventBatch {
    var batch = EventBatch(layout: layout)
    guard let label = layout.index(of: .label("series")), let metric = layout.index(ofMetric: "depth") else {
      preconditionFailure("the rules read both")
    }
    for series in 0..<count {
      batch.timestamps.append(time)
      batch.kinds.append(.samples)
      batch.errors.append(false)
      batch.positions.append(0)
      for index in batch.labels.indices { batch.labels[index].codes.append(0) }
      batch.labels[label].codes[series] = batch.labels[label].intern("s\(series)")
      for index in batch.numbers.indices { batch.numbers[index].append(.nan) }
      batch.numbers[layout.numbers.count + metric][series] = Double.random(in: 50...100, using: &random)
      for index in batch.texts.indices {
        batch.texts[index].offsets.append(0)
        batch.texts[index].lengths.append(0)
      }
    }
    batch.rows = 0..<count
    return batch
  }
}
