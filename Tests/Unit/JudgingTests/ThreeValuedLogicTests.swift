import SentinelModel
import SentinelRules
import SentinelRuntime
import Testing

@Suite("Three-valued logic")
struct ThreeValuedLogicTests {
  // x is a metric without samples: unknown. m is 7.
  private static let cases: [(condition: String, value: Bool?)] = [
    ("avg(x, 10s) > 1", nil), ("not (avg(x, 10s) > 1)", nil), ("avg(x, 10s) > 1 and value > 9", false),
    ("avg(x, 10s) > 1 and value < 9", nil), ("avg(x, 10s) > 1 or value < 9", true),
    ("avg(x, 10s) > 1 or value > 9", nil), ("value / 0 > 1", nil), ("0 / 0 == 0", nil),
    ("avg(x, 10s) in [1, 2]", nil), ("value in [7, 8]", true), ("value not in [7, 8]", false),
    ("-avg(x, 10s) < 1", nil), ("value == 7 and not (value != 7)", true), ("value * 0 == 0", true),
  ]

  @Test("unknown decides nothing that a known operand doesn't decide", arguments: cases)
  func logic(condition: String, value: Bool?) throws {
    let run = try RuleRun("rules: [{name: r, metric: m, condition: '\(condition)'}]", recordsCoverage: true)
    run.feedGauge([(1, 7)])
    run.engine.finish()
    #expect(run.transitions.isEmpty == (value != true))
    #expect(run.engine.report.rules.first?.unknownEvaluations == (value == nil ? 1 : 0))
  }
}
