package import RuleSyntax
package import SentinelDiagnostics
package import SentinelModel
package import YAMLTree

/// One test of rules: what goes in, and in which state which alerts are then.
package struct RuleTest: Sendable {
  package var name: Located<String>
  /// Rule files relative to the test file; empty for a test that stands in a rule.
  package var ruleFiles: [Located<String>]
  package var input: [InputSeries] = []
  package var events: [InputEvent] = []
  package var expectations: [Expectation] = []

  /// Tests begin at 2025-01-01T00:00:00Z.
  package static let start = Timestamp(nanoseconds: 1_735_689_600_000_000_000)

  /// Samples of one metric at even distances.
  package struct InputSeries: Sendable {
    package var metric: String
    package var labels: LabelSet
    package var every: TimeSpan
    package var values: SeriesValues
    package var range: SourceRange
  }

  /// One whole event.
  package struct InputEvent: Sendable {
    package var at: TimeSpan
    /// The event's members but the timestamp.
    package var members: [YAMLNode.Entry]
    package var range: SourceRange
  }

  package struct Expectation: Sendable {
    package var at: TimeSpan
    package var rule: Located<String>
    package var state: AlertState
    package var labels: LabelSet
    /// The names of the labels, where they stand.
    package var labelNames: [Located<String>] = []
    package var severity: Severity?
    package var value: Double?
    /// The keys of these two, where they stand.
    package var measureKeys: [Located<String>] = []
    package var range: SourceRange
  }
}
