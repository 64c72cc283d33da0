import CostDetectors
import Foundation
import LatencyDetectors
import RuleCompiler
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// What a live engine said, and up to when it had judged.
struct LiveRun {
  var transitions: [Transition] = []
  var horizon = Timestamp.distantPast
  var lateCount = 0
}

extension RuleCase {
  private static let registry = PluginRegistry([CostDetectors.plugin, LatencyDetectors.plugin])

  /// What the engine makes of the case.
  /// - Parameter cuts: row numbers before which the input is cut into batches.
  func runEngine(cuts: Set<Int> = [], drain: TimeSpan? = nil) throws -> [Transition] {
    let plan = try compiledRules()
    var transitions: [Transition] = []
    let engine = try Engine(plan: plan, registry: Self.registry, settings: EngineSettings()) { transitions.append($0) }
    let batch = try decodedEvents(engine.layout)
    var start = 0
    for row in 0..<batch.count where row > start && cuts.contains(row) {
      engine.process(batch.slice(start..<row))
      start = row
    }
    engine.process(batch.slice(start..<batch.count))
    engine.finish(drain: drain ?? TimeSpan(nanoseconds: self.drain))
    return transitions
  }

  /// What the engine makes of the case where rules are read anew in its course.
  /// - Parameter reloads: row numbers before which other rules take the place of those at hand, in order.
  func runEngine(reloads: [(row: Int, rules: RuleCase)]) throws -> [Transition] {
    var transitions: [Transition] = []
    var engine = try Engine(plan: compiledRules(), registry: Self.registry, settings: EngineSettings()) {
      transitions.append($0)
    }
    var batch = try decodedEvents(engine.layout)
    var start = 0
    for (row, rules) in reloads {
      engine.process(batch.slice(start..<row))
      let plan = try rules.compiledRules()
      engine = try engine.successor(plan: plan, registry: Self.registry, settings: EngineSettings()).engine
      batch = try decodedEvents(engine.layout)
      start = row
    }
    engine.process(batch.slice(start..<batch.count))
    engine.finish(drain: TimeSpan(nanoseconds: drain))
    return transitions
  }

  /// What a live engine makes of the case: events arrive in some other order, in small batches, each up to `lateness`
  /// behind its time, while the clock moves in steps. Rules are read anew once.
  func runLive(seed: UInt64, lateness: TimeSpan = .seconds(5)) throws -> LiveRun {
    var random = CaseRandom(seed: seed)
    var transitions: [Transition] = []
    let engine = try Engine(plan: compiledRules(), registry: Self.registry, settings: EngineSettings()) {
      transitions.append($0)
    }
    let live = LivePartition(engine: engine, lateness: Lateness(events: lateness))
    let batch = try decodedEvents(engine.layout)
    let arrivals = arrivals(of: batch, within: lateness, &random)
    let reload = random.int(0...arrivals.count)
    var place = 0
    guard var now = batch.timestamps.first, let last = batch.timestamps.last else { return LiveRun() }
    // Replay ends with the first instant of each rule at or behind its last event; live goes on.
    let end = last.ceiled(to: .minutes(5)) + .minutes(1)
    while now < end {
      now = now + .milliseconds(Int64(random.int(1...1_700)))
      var due = EventBatch(layout: batch.layout)
      while place < arrivals.count, arrivals[place].at <= now {
        if place == reload {
          try live.replaceEngine {
            try $0.successor(plan: compiledRules(), registry: Self.registry, settings: EngineSettings()).engine
          }
        }
        due.append(arrivals[place].row..<arrivals[place].row + 1, of: batch)
        place += 1
      }
      due.sort()
      _ = live.offer(due, from: .events, at: now)
      live.advance(to: now)
    }
    return LiveRun(transitions: transitions, horizon: live.horizon, lateCount: live.lateCount)
  }

  /// Rows in the order in which they arrive; those of one time together and in order.
  private func arrivals(
    of batch: EventBatch, within lateness: TimeSpan, _ random: inout CaseRandom
  ) -> [(row: Int, at: Timestamp)] {
    var delays: [Timestamp: TimeSpan] = [:]
    let arrivals = batch.timestamps.indices.map { row -> (row: Int, at: Timestamp) in
      let time = batch.timestamps[row]
      // The clock's steps take up to 1.7 s of what there is.
      let delay = delays[time] ?? .milliseconds(Int64(random.int(0...3_200)))
      delays[time] = delay
      return (row, time + delay)
    }
    return arrivals.sorted { ($0.at, $0.row) < ($1.at, $1.row) }
  }

  private func compiledRules() throws -> RuleSetPlan {
    var diagnostics = Diagnostics()
    let compiler = RuleCompiler(
      metrics: Self.registry.metrics, functions: FunctionCatalogue(plugins: Self.registry.functions))
    guard let plan = compiler.compile(try parsedRules(), diagnostics: &diagnostics) else { throw diagnostics }
    return plan
  }

  private func decodedEvents(_ layout: BatchLayout) throws -> EventBatch {
    var decoder = JSONEventDecoder(layout: layout)
    var batch = EventBatch(layout: layout)
    for (index, event) in events.enumerated() {
      let bytes = Array(event.utf8)
      let refusal = bytes.withUnsafeBufferPointer { decoder.decode($0, into: &batch, position: UInt32(index)) }
      if let refusal { throw ReferenceFailure(description: "event \(index) is refused: \(refusal)") }
    }
    batch.sort()
    return batch
  }

  /// The first difference between the engine and the reference; nil where they agree.
  func difference() throws -> String? {
    let transitions = try runEngine()
    let keys = transitions.map { $0.orderKey }
    if let index = keys.indices.dropFirst().first(where: { keys[$0] < keys[$0 - 1] }) {
      return "out of order: \(ObservedTransition(transitions[index]).summary)"
    }
    return try runReference().difference(from: transitions.map { ObservedTransition($0) })
  }
}

extension Transition {
  /// By `at`, then rule name, then labels ([P15]).
  fileprivate var orderKey: (Int64, String, String) {
    (at.nanoseconds, rule, labels.labels.map { "\($0.name)=\($0.value)" }.joined(separator: ","))
  }

  /// Everything that is told of it, as text.
  var everything: String {
    let evidence = evidence.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let annotations = annotations.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
    let count = count.map { "\($0)" } ?? "-"
    return "\(ObservedTransition(self).summary) \(condition) \(evidence) \(annotations) \(exemplars) \(count)"
  }
}

extension ObservedTransition {
  init(_ transition: Transition) {
    self.init(
      at: transition.at.nanoseconds, rule: transition.rule, state: transition.state.rawValue,
      severity: transition.severity.name,
      labels: Dictionary(uniqueKeysWithValues: transition.labels.labels.map { ($0.name, $0.value) }),
      value: transition.value, activeSince: transition.activeSince.nanoseconds, fingerprint: transition.fingerprint,
      comparesMissingValue: true)
  }
}
