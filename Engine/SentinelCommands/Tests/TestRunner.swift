import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// Runs tests, each with an engine of its own.
struct TestRunner {
  let registry: PluginRegistry
  /// Configuration of detectors by their type.
  let detectors: [String: DetectorOptions]
  let recordsCoverage: Bool
  /// See ``CommandContext/elapsed``.
  let elapsed: () -> TimeSpan
  private(set) var coverage = TestCoverage()

  init(
    registry: PluginRegistry, detectors: [String: DetectorOptions], recordsCoverage: Bool,
    elapsed: @escaping () -> TimeSpan
  ) {
    self.registry = registry
    self.detectors = detectors
    self.recordsCoverage = recordsCoverage
    self.elapsed = elapsed
  }

  /// Lists the rules of a plan in the coverage, also if no test runs them.
  mutating func declare(_ plan: RuleSetPlan) { coverage.declare(plan) }

  /// Feeds the test's input to its rules and looks at each expectation.
  /// - Throws: for events that the engine refuses.
  mutating func run(_ test: SuiteTest, plan: RuleSetPlan) throws(Diagnostics) -> TestOutcome {
    let begin = elapsed()
    let history = History()
    let settings = EngineSettings(recordsCoverage: recordsCoverage, tracesExemplars: false, detectors: detectors)
    let engine = try Engine(plan: plan, registry: registry, settings: settings) { history.alerts.append($0) }
    for batch in try TestInput.batches(of: test.test, layout: engine.layout) { engine.process(batch) }
    let times = test.test.expectations.map { RuleTest.start + $0.at }
    if let last = times.max() { engine.advance(to: last) }
    if recordsCoverage { coverage.add(engine.report.rules, plan: plan) }
    let failures = zip(test.test.expectations, times).compactMap { expectation, time in
      Self.failure(of: expectation, at: time, history.alerts)
    }
    return TestOutcome(test: test, failures: failures, duration: elapsed() - begin)
  }

  /// Collects from the engine's callback.
  private final class History {
    var alerts = AlertHistory()
  }

  private static func failure(
    of expectation: RuleTest.Expectation, at time: Timestamp, _ alerts: AlertHistory
  ) -> TestOutcome.Failure? {
    let readings = alerts.readings(rule: expectation.rule.value, labels: expectation.labels, at: time)
    if expectation.holds(for: readings) { return nil }
    return TestOutcome.Failure(
      expectation: expectation, got: readings,
      nearest: alerts.nearest(rule: expectation.rule.value, to: time, count: 4))
  }
}
