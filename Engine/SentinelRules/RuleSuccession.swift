package import RuleCompiler
import SentinelModel

/// What becomes of a rule when its set is replaced by another, and why.
package struct RuleSuccession: Sendable, Equatable {
  package enum Disposition: String, Sendable {
    /// It means what it meant: windows, pending and firing alerts go on.
    case kept
    /// Its windows go on; its alerts are decided anew.
    case rederived = "re-derived"
    /// It starts from nothing, save for windows that other rules keep.
    case fresh
    case removed
  }

  package let rule: String
  package let disposition: Disposition
  /// What differs, in words: `condition`, `where`, `window lengthened`; none where nothing does.
  package let reasons: [String]
  /// Under which name a rule that was renamed was known.
  package let formerName: String?

  package init(rule: String, disposition: Disposition, reasons: [String] = [], formerName: String? = nil) {
    self.rule = rule
    self.disposition = disposition
    self.reasons = reasons
    self.formerName = formerName
  }

  /// What becomes of all rules: those of `new` in its order, then those that are gone, by name.
  package static func all(from old: RuleSetPlan, to new: RuleSetPlan) -> [RuleSuccession] {
    let before = Dictionary(old.rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(new.rules.map(\.name))
    let gone = old.rules.filter { !names.contains($0.name) }.sorted { $0.name < $1.name }
    let successions = new.rules.map { rule -> RuleSuccession in
      if let known = before[rule.name] { return of(known, old, rule, new) }
      // A rule that is gone and meant the same has been renamed.
      let meaning = RuleMeaning(rule, in: new)
      guard let place = gone.firstIndex(where: { RuleMeaning($0, in: old) == meaning }) else {
        return RuleSuccession(rule: rule.name, disposition: .fresh, reasons: ["new"])
      }
      let former = gone[place].name
      return RuleSuccession(rule: rule.name, disposition: .rederived, reasons: ["renamed"], formerName: former)
    }
    return successions + gone.map { RuleSuccession(rule: $0.name, disposition: .removed) }
  }

  private static func of(
    _ old: RulePlan, _ oldPlan: RuleSetPlan, _ new: RulePlan, _ newPlan: RuleSetPlan
  ) -> RuleSuccession {
    let before = RuleMeaning(old, in: oldPlan)
    let after = RuleMeaning(new, in: newPlan)
    let fresh = freshReasons(before, after)
    if !fresh.isEmpty { return RuleSuccession(rule: new.name, disposition: .fresh, reasons: fresh) }
    let rederived = rederivedReasons(before, after)
    if !rederived.isEmpty { return RuleSuccession(rule: new.name, disposition: .rederived, reasons: rederived) }
    return RuleSuccession(rule: new.name, disposition: .kept, reasons: keptReasons(old, new))
  }

  private static func freshReasons(_ before: RuleMeaning, _ after: RuleMeaning) -> [String] {
    var reasons: [String] = []
    if before.space.mode != after.space.mode { reasons.append("on") }
    if before.space.filter != after.space.filter { reasons.append("where") }
    if before.space.by != after.space.by { reasons.append("by") }
    if before.metric != after.metric || before.namedMetrics != after.namedMetrics { reasons.append("metric") }
    let shapes = Set(before.calls.map(\.shape))
    if reasons.isEmpty, !after.calls.allSatisfy({ shapes.contains($0.shape) }) { reasons.append("step or aggregate") }
    return reasons
  }

  private static func rederivedReasons(_ before: RuleMeaning, _ after: RuleMeaning) -> [String] {
    guard before != after else { return [] }
    var reasons: [String] = []
    if before.every != after.every { reasons.append("every") }
    let reach = (before.calls.map(\.lookback).max() ?? .zero, after.calls.map(\.lookback).max() ?? .zero)
    if reach.0 != reach.1 { reasons.append(reach.0 < reach.1 ? "window lengthened" : "window shortened") }
    if before.conditions.map(withoutSpans) != after.conditions.map(withoutSpans) { reasons.append("condition") }
    return reasons.isEmpty ? ["window"] : reasons
  }

  private static func withoutSpans(_ operations: [OperationMeaning]) -> [OperationMeaning] {
    operations.map { operation in if case .call(let call) = operation { .call(call.shape) } else { operation } }
  }

  private static func keptReasons(_ old: RulePlan, _ new: RulePlan) -> [String] {
    var reasons: [String] = []
    if old.labels != new.labels { reasons.append("labels") }
    if old.levels.map(\.severity) != new.levels.map(\.severity) { reasons.append("severity") }
    if old.hold != new.hold { reasons.append("for") }
    if old.keepFiringFor != new.keepFiringFor { reasons.append("keep_firing_for") }
    if old.noData != new.noData { reasons.append("no_data") }
    if old.groupTTL != new.groupTTL { reasons.append("group_ttl") }
    if old.maxGroups != new.maxGroups { reasons.append("max_groups") }
    return reasons
  }
}
