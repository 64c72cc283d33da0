import Foundation
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Rule files and events as texts: what both evaluators are given.
struct RuleCase {
  var rules: [(path: String, text: String)]
  /// One JSON object a line.
  var events: [String]
  /// Nanoseconds.
  var drain: Int64 = 0

  /// What the reference makes of the case.
  func runReference(isExact: Bool = false, probe: ((String, Quantity) -> Void)? = nil) throws -> ReferenceEngine.Result
  {
    let engine = ReferenceEngine(try ReferenceRuleSet(try parsedRules()))
    engine.probe = probe
    engine.isExact = isExact
    let events = events.compactMap { JSONValue($0) }.compactMap { ReferenceEvent($0) }
    return engine.run(events, drain: drain)
  }

  func parsedRules() throws -> [RuleFile] {
    var diagnostics = Diagnostics()
    let files = rules.map {
      RuleFileParser.parse(SourceText(path: $0.path, text: $0.text), diagnostics: &diagnostics).file
    }
    if diagnostics.hasErrors { throw diagnostics }
    return files
  }
}

/// A transition as an evaluator printed it.
struct ObservedTransition {
  let at: Int64
  let rule: String
  let state: String
  let severity: String
  let labels: [String: String]
  /// nil where the transition has none, NaN where it is null.
  let value: Double?
  let activeSince: Int64
  /// nil where it is not known.
  var fingerprint: UInt64?
  /// Whether `value` is to be compared where it is nil.
  var comparesMissingValue = false

  var alert: String { ReferenceTransition.alert(rule: rule, labels: labels) }
}

extension ReferenceEngine.Result {
  /// The first way in which `observed` differs from what must be, outside of what the contract leaves open.
  func difference(from observed: [ObservedTransition], relativeTolerance: Double = 1e-6) -> String? {
    let wanted = Dictionary(grouping: transitions.filter { !isDoubtful($0.alert, at: $0.at) }, by: \.alert)
    let got = Dictionary(grouping: observed.filter { !isDoubtful($0.alert, at: $0.at) }, by: \.alert)
    for alert in Set(wanted.keys).union(got.keys).sorted() {
      let wanted = wanted[alert] ?? []
      let got = got[alert] ?? []
      for (index, transition) in wanted.enumerated() {
        guard index < got.count else { return "missing: \(transition.summary)" }
        if let field = transition.difference(from: got[index], relativeTolerance) {
          return
            "expected \(transition.summary)\n     got \(got[index].summary)\n(\(field) of the \(index + 1). transition)"
        }
      }
      if got.count > wanted.count { return "not expected: \(got[wanted.count].summary)" }
    }
    return nil
  }
}

extension ReferenceTransition {
  fileprivate func difference(from other: ObservedTransition, _ tolerance: Double) -> String? {
    if at != other.at { return "at" }
    if state.rawValue != other.state { return "state" }
    if severity.name != other.severity { return "severity" }
    if activeSince != other.activeSince { return "active_since" }
    if let fingerprint = other.fingerprint, fingerprint != self.fingerprint { return "fingerprint" }
    return accepts(other.value, tolerance, missing: other.comparesMissingValue) ? nil : "value"
  }

  private func accepts(_ other: Double?, _ tolerance: Double, missing: Bool) -> Bool {
    guard let value else { return true }
    guard let other else { return !missing }
    if value.isOpen { return true }
    if value.isUnknown || other.isNaN { return value.isUnknown && other.isNaN }
    if other == value.value { return true }
    let slack = max(tolerance * max(abs(value.value), abs(other)), 1e-9)
    return slack.isFinite && other >= value.low - slack && other <= value.high + slack
  }

  var summary: String {
    let value = value.map { "\($0.value)" } ?? "-"
    return
      "\(TimeText.of(at)) \(alert) \(state.rawValue)/\(severity.name) value=\(value) since \(TimeText.of(activeSince))"
  }
}

extension ObservedTransition {
  var summary: String {
    let value = value.map { "\($0)" } ?? "-"
    return "\(TimeText.of(at)) \(alert) \(state)/\(severity) value=\(value) since \(TimeText.of(activeSince))"
  }
}
