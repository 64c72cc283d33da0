import SentinelModel
import Testing

/// The engine leaves out instants at which nothing can change any more.
@Suite("Long silences between events")
struct SilenceTests {
  static let rules = """
    rules: [{name: busy, metric: depth, by: [], window: 30s, group_ttl: 1m, condition: max > 1, for: 10s}]
    """

  /// One event, ten days of silence, then one each 5 s for two minutes, with values that come and go.
  static let events =
    [#"{"timestamp":1,"metrics":{"depth":2}}"#]
    + (0..<24).map { #"{"timestamp":\#(864_000 + $0 * 5),"metrics":{"depth":\#($0 / 8 == 1 ? 0 : 2)}}"# }

  @Test("instants behind a silence are evaluated, in whichever batch they lie", arguments: [[], [1], [1, 9], [3]])
  func cuts(at rows: Set<Int>) throws {
    let ruleCase = RuleCase(rules: [("rules.yaml", Self.rules)], events: Self.events)
    #expect(try ruleCase.difference() == nil)
    let transitions = try ruleCase.runEngine(cuts: rows)
    #expect(transitions.map(\.at.nanoseconds).filter { $0 > 864_000 * 1_000_000_000 }.count >= 3)
    #expect(transitions.map(\.everything) == (try ruleCase.runEngine()).map(\.everything))
  }
}
