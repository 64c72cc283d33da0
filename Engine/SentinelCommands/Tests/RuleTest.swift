import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import YAMLTree

/// One test of rules: what goes in, and in which state which alerts are then.
struct RuleTest: Sendable {
  var name: Located<String>
  /// Rule files relative to the test file; empty for a test that stands in a rule.
  var ruleFiles: [Located<String>]
  var input: [InputSeries] = []
  var events: [InputEvent] = []
  var expectations: [Expectation] = []

  /// Tests begin at 2025-01-01T00:00:00Z.
  static let start = Timestamp(nanoseconds: 1_735_689_600_000_000_000)

  /// Samples of one metric at even distances.
  struct InputSeries: Sendable {
    var metric: String
    var labels: LabelSet
    var every: TimeSpan
    var values: SeriesValues
    var range: SourceRange
  }

  /// One whole event.
  struct InputEvent: Sendable {
    var at: TimeSpan
    /// The event's members but the timestamp.
    var members: [YAMLNode.Entry]
    var range: SourceRange
  }

  struct Expectation: Sendable {
    var at: TimeSpan
    var rule: Located<String>
    var state: AlertState
    var labels: LabelSet
    var severity: Severity?
    var value: Double?
    var range: SourceRange
  }
}
