import SentinelModel

/// How a test went.
struct TestOutcome: Sendable {
  /// An expectation that didn't hold.
  struct Failure: Sendable {
    let expectation: RuleTest.Expectation
    /// The alerts that the expectation is about; none where the rule had none with these labels.
    let got: [AlertHistory.Reading]
    /// Transitions of the rule around the expected time.
    let nearest: [Transition]
  }

  let test: SuiteTest
  let failures: [Failure]
  /// How long the test took.
  let duration: TimeSpan

  var passed: Bool { failures.isEmpty }
}

extension RuleTest.Expectation {
  /// Whether the alerts are as expected. An alert that resolved, or never was, is inactive.
  func holds(for readings: [AlertHistory.Reading]) -> Bool {
    if state == .inactive { return readings.allSatisfy { $0.state == .inactive || $0.state == .resolved } }
    return readings.contains { reading in
      reading.state == state && (severity.map { $0 == reading.severity } ?? true)
        && (value.map { Self.isClose($0, reading.value) } ?? true)
    }
  }

  /// Values are expected as people write them, so a millionth of difference is none.
  private static func isClose(_ wanted: Double, _ got: Double?) -> Bool {
    guard let got else { return false }
    return wanted == got || (wanted - got).magnitude <= 1e-6 * max(wanted.magnitude, got.magnitude)
  }
}
