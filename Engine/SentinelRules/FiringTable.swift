import RuleCompiler

/// Who asks about whose firing alerts.
final class FiringTable {
  private var indices: [Int: [Int: FiringIndex]] = [:]
  /// Asking rules by named rule.
  private var askers: [Int: [Int]] = [:]

  init(plan: RuleSetPlan) {
    for (asking, rule) in plan.rules.enumerated() {
      for named in rule.namedRules {
        let index = FiringIndex(
          named: plan.spaces[plan.rules[named].space].by, asking: plan.spaces[rule.space].by)
        indices[asking, default: [:]][named] = index
        askers[named, default: []].append(asking)
      }
    }
  }

  func isFiring(_ named: Int, askedBy asking: Int, tuple: [String]) -> Bool {
    indices[asking]?[named]?.isFiring(for: tuple) ?? false
  }

  func change(_ named: Int, tuple: [String], isFiring: Bool) {
    for asking in askers[named] ?? [] { indices[asking]?[named]?.change(tuple, isFiring: isFiring) }
  }
}
