import SentinelDiagnostics
import SentinelModel
public import SentinelPlugin

/// What the engine relies on in a detector, checked over made-up events.
///
///     #expect(DetectorConformance(MyDetector.self).violations().isEmpty)
///
/// Checked are: cutting the stream into batches anywhere changes nothing; two runs are equal; only declared inputs are
/// read; metrics that nobody wants don't change the others; events without anything, with equal times and with extreme
/// numbers survive; values are finite, in their metric's range and belong to rows of the batch; names can be written in
/// rules; of a stateful detector also that writing and reading its state anywhere changes nothing, and that its state
/// stays bounded however many series there are.
public struct DetectorConformance: Sendable {
  private let check: @Sendable () -> [String]

  /// - Parameters:
  ///   - options: the configuration to check it with.
  ///   - rows: events to use in addition, in time order, where the made-up ones don't reach what matters.
  public init<D: EventDetector>(_ type: D.Type, options: DetectorOptions = .init(), rows: [EventRow] = []) {
    check = { EventDetectorCheck<D>(options: options, rows: rows).violations() }
  }

  /// - Parameters:
  ///   - options: the configuration to check it with.
  ///   - rows: events to use in addition, in time order, where the made-up ones don't reach what matters.
  ///   - stateLimit: how many bytes the state may take as JSON after 20,000 events of as many series.
  public init<D: Detector>(
    _ type: D.Type, options: DetectorOptions = .init(), rows: [EventRow] = [], stateLimit: Int = 1 << 18
  ) {
    check = { DetectorCheck<D>(options: options, rows: rows, stateLimit: stateLimit).violations() }
  }

  /// Sentences that say what is wrong; empty for a detector that conforms. A detector that traps brings the test down.
  public func violations() -> [String] { check() }
}

/// The findings that both kinds of detectors share.
struct ConformanceReport {
  let metrics: [Metric]
  var violations: [String] = []

  /// Notes that `other` differs from `expected`, if it does.
  mutating func compare(_ expected: DetectorRun, _ other: DetectorRun, _ sentence: String) {
    guard let difference = expected.difference(from: other, metrics) else { return }
    violations.append("\(sentence) (\(difference))")
  }

  /// Checks what can be seen in the samples of one run.
  mutating func inspect(_ run: DetectorRun) {
    if run.strayRows > 0 { violations.append("\(run.strayRows) samples are for rows that the batch does not mean") }
    for (key, count) in run.tallies.entries where key.reason == "not_finite" {
      violations.append("\(count) values of \(key.name) are NaN or infinite")
    }
    for (metric, samples) in zip(metrics, run.samples) {
      guard let range = metric.range else { continue }
      let outside = samples.map { Double(bitPattern: $0.value) }.first { !range.contains($0) }
      if let outside { violations.append("\(metric.name) has the value \(outside) outside of its declared range") }
    }
    for sample in run.freeSamples where !metrics.indices.contains(sample.output) {
      violations.append("a sample has the output \(sample.output), which is not declared")
    }
  }

  /// Checks what the registry would refuse.
  mutating func inspect(_ registration: DetectorRegistration) {
    let plugin = Plugin(name: "Conformance", version: "0", summary: "", detectors: [registration])
    do throws(Diagnostics) { try PluginRegistry([plugin]).validated() } catch {
      violations += error.sorted.map(\.message)
    }
  }
}
