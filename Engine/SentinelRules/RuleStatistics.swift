import RuleCompiler
package import SentinelModel

/// What a rule did so far.
package struct RuleStatistics: Sendable {
  package let name: String
  package private(set) var category: String?
  package internal(set) var timesFired = 0
  package internal(set) var timesPending = 0
  /// Summed over all groups.
  package internal(set) var firingTime = TimeSpan.zero
  package internal(set) var pendingTime = TimeSpan.zero
  package internal(set) var evaluations = 0
  package internal(set) var unknownEvaluations = 0
  /// Unknown evaluations by the first call or name that was unknown, as the condition writes it.
  package internal(set) var unknownReasons: [String: Int] = [:]
  package internal(set) var groups = 0
  package internal(set) var overflowSamples = 0
  /// For each level and atom what was seen; filled only where coverage is recorded.
  package internal(set) var coverage: [[AtomCoverage]]

  package struct AtomCoverage: Sendable, Equatable {
    package let text: String
    package internal(set) var wasTrue = false
    package internal(set) var wasFalse = false
    package internal(set) var wasUnknown = false
  }

  /// Counts on from what the rule did before its set was replaced; coverage begins anew.
  mutating func goOn(from former: RuleStatistics) {
    let coverage = self.coverage
    let category = self.category
    self = former
    self.coverage = coverage
    self.category = category
  }

  init(_ plan: RulePlan) {
    name = plan.name
    category = plan.category
    coverage = plan.levels.map { level in level.atoms.map { AtomCoverage(text: $0.text) } }
  }
}
