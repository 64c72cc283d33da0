package import RuleCompiler
import RuleSyntax
package import SentinelModel
package import SentinelRules

/// What a rule is and does.
package struct RuleStatus: Sendable {
  package let name: String
  package let category: String?
  package let isOnEvents: Bool
  package let every: TimeSpan
  package let hold: TimeSpan
  /// Of its levels, from low to high.
  package let severities: [Severity]
  package let conditions: [String]
  package let statistics: RuleStatistics
  package let pending: Int
  package let firing: Int

  package init(_ rule: RulePlan, _ statistics: RuleStatistics, pending: Int, firing: Int) {
    (name, category, every, hold) = (rule.name, rule.category, rule.every, rule.hold)
    isOnEvents = rule.mode == .event
    severities = rule.levels.map(\.severity)
    conditions = rule.levels.map(\.text)
    (self.statistics, self.pending, self.firing) = (statistics, pending, firing)
  }

  /// Unknown evaluations among all; nil before the first.
  package var unknownShare: Double? {
    statistics.evaluations > 0 ? Double(statistics.unknownEvaluations) / Double(statistics.evaluations) : nil
  }

  /// The worst that any of its alerts is.
  package var state: AlertState { firing > 0 ? .firing : pending > 0 ? .pending : .inactive }
}
