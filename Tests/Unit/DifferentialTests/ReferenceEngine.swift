import RuleSyntax
import SentinelModel

/// A transition as the reference says it must be.
struct ReferenceTransition {
  let at: Int64
  let rule: String
  let category: String?
  let state: AlertState
  let severity: Severity
  let labels: [String: String]
  /// nil where the rule has no `value`, or where it resolves without an event.
  let value: Quantity?
  let fingerprint: UInt64
  let activeSince: Int64

  /// The alert that changes, over time.
  var alert: String { Self.alert(rule: rule, labels: labels) }

  static func alert(rule: String, labels: [String: String]) -> String {
    "\(rule) {\(labels.map { "\($0)=\($1)" }.sorted().joined(separator: ","))}"
  }
}

/// Runs rules over events by brute force: at every instant every function of every group is computed anew.
final class ReferenceEngine {
  private let rules: [ReferenceRule]
  private var groups: [[[String]: ReferenceGroup]]
  private var transitions: [ReferenceTransition] = []
  private var doubts: [String: [ClosedRange<Int64>]] = [:]

  /// Called with the left side of each condition `… > …`: what a generator picks its thresholds from.
  var probe: ((_ rule: String, _ left: Quantity) -> Void)?

  /// Whether the reference's numbers are taken for the only right ones, without the errors that the contract allows.
  var isExact = false

  private static let overflowKey = ["", "overflow"]

  init(_ set: ReferenceRuleSet) {
    rules = set.rules
    groups = Array(repeating: [:], count: rules.count)
  }

  struct Result {
    /// By time, rule, labels ([P15]).
    let transitions: [ReferenceTransition]
    /// By ``ReferenceTransition/alert``, the spans in which its transitions are left open.
    let doubts: [String: [ClosedRange<Int64>]]

    func isDoubtful(_ alert: String, at time: Int64) -> Bool {
      doubts[alert]?.contains { $0.contains(time) } ?? false
    }
  }

  /// - Parameter events: in any order; ties keep theirs ([P13]).
  func run(_ events: [ReferenceEvent], drain: Int64) -> Result {
    let events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    guard let first = events.first?.at, let last = events.last?.at else { return Result(transitions: [], doubts: [:]) }
    var position = 0
    for instant in instants(from: first, to: last + drain) {
      while position < events.count, events[position].at <= instant {
        take(events[position])
        position += 1
      }
      for index in rules.indices
      where instant % rules[index].every == 0 && isIn(first, last + drain, instant, rules[index]) {
        evaluate(index, at: instant)
      }
    }
    // Without rules on instants at the end, events behind the last one may still match.
    while position < events.count {
      take(events[position])
      position += 1
    }
    for index in rules.indices {
      for group in groups[index].values { keepDoubts(of: group, rules[index]) }
    }
    return Result(transitions: transitions.sorted { Self.key($0) < Self.key($1) }, doubts: doubts)
  }

  private static func key(_ transition: ReferenceTransition) -> (Int64, String) { (transition.at, transition.alert) }

  /// [P12]
  private func isIn(_ first: Int64, _ end: Int64, _ instant: Int64, _ rule: ReferenceRule) -> Bool {
    instant >= (first - 1).floored(to: rule.every) + rule.every
      && instant <= (end - 1).floored(to: rule.every) + rule.every
  }

  private func instants(from first: Int64, to end: Int64) -> [Int64] {
    var all: Set<Int64> = []
    for every in Set(rules.map(\.every)) {
      let start = (first - 1).floored(to: every) + every
      all.formUnion(stride(from: start, through: (end - 1).floored(to: every) + every, by: Int64.Stride(every)))
    }
    return all.sorted()
  }

  // MARK: Events

  private func take(_ event: ReferenceEvent) {
    for index in rules.indices {
      let rule = rules[index]
      let evaluator = ConditionEvaluator(rule: rule, group: nil, event: event, now: event.at, isExact: isExact) { _ in
        .isFalse
      }
      if let filter = rule.filter, evaluator.truth(filter) != .isTrue { continue }
      let named = event.samples.filter { rule.namedMetrics.contains($0.metric) }
      guard rule.isEvent || !named.isEmpty else { continue }
      let group = self.group(index, rule.by.map { event.label($0) })
      for sample in named {
        group.append(sample.metric, ReferenceSample(at: event.at, value: sample.value, event: event))
      }
      if rule.isEvent { match(event, rule, group) }
    }
  }

  private func match(_ event: ReferenceEvent, _ rule: ReferenceRule, _ group: ReferenceGroup) {
    let evaluator = ConditionEvaluator(rule: rule, group: group, event: event, now: event.at, isExact: isExact) {
      name in
      self.firing(name, for: rule, group.values)
    }
    let outcomes = rule.levels.map { evaluator.truth($0.condition) }
    for change in group.alert.match(outcomes, at: event.at, rule: rule) {
      emit(change, at: event.at, rule, group, value: rule.metric == nil ? nil : evaluator.value)
    }
  }

  /// The group of a tuple, admitted if need be; those beyond `max_groups` share one ([P85]).
  private func group(_ index: Int, _ values: [String]) -> ReferenceGroup {
    if let group = groups[index][values] { return group }
    let rule = rules[index]
    let own = groups[index].values.filter { !$0.isOverflow }.count
    let isOverflow = own >= rule.maxGroups
    if isOverflow, let group = groups[index][Self.overflowKey] { return group }
    let group = ReferenceGroup(
      values: isOverflow ? rule.by.map { _ in "" } : values, isOverflow: isOverflow,
      alert: AlertMachine(levels: rule.levels.count))
    groups[index][isOverflow ? Self.overflowKey : values] = group
    return group
  }

  // MARK: Instants

  private func evaluate(_ index: Int, at now: Int64) {
    let rule = rules[index]
    if rule.namedMetrics.isEmpty, !rule.isEvent { projectGroups(index) }
    forgetGroups(index, at: now)
    for group in groups[index].values {
      if rule.isEvent {
        for change in group.alert.resolve(at: now, rule: rule) { emit(change, at: now, rule, group, value: nil) }
        continue
      }
      let evaluator = ConditionEvaluator(rule: rule, group: group, event: nil, now: now, isExact: isExact) { name in
        self.firing(name, for: rule, group.values)
      }
      if let probe, case .binary(.greater, let left, _)? = rule.levels.first?.condition,
        case .number(let value) = evaluator.evaluate(left)
      {
        probe(rule.name, value)
      }
      let outcomes = rule.levels.map { evaluator.truth($0.condition) }
      let changes = group.alert.evaluate(outcomes, at: now, rule: rule)
      guard !changes.isEmpty else { continue }
      let value = rule.metric == nil ? nil : evaluator.value
      for change in changes { emit(change, at: now, rule, group, value: value) }
    }
  }

  /// [P17]
  private func projectGroups(_ index: Int) {
    let rule = rules[index]
    for other in rules.indices where rule.namedRules.contains(rules[other].name) {
      for source in groups[other].values {
        let values = rule.by.map { label in
          rules[other].by.firstIndex(of: label).map { source.values[$0] } ?? ""
        }
        _ = group(index, values)
      }
    }
  }

  /// [P18]
  private func forgetGroups(_ index: Int, at now: Int64) {
    let rule = rules[index]
    for (key, group) in groups[index] {
      guard group.alert.state == .inactive, group.alert.doubtSince == nil, let last = group.lastSample,
        now - last >= rule.groupTTL
      else { continue }
      keepDoubts(of: group, rule)
      groups[index][key] = nil
    }
  }

  private func keepDoubts(of group: ReferenceGroup, _ rule: ReferenceRule) {
    let alert = ReferenceTransition.alert(rule: rule.name, labels: labels(rule, group))
    doubts[alert, default: []] += group.alert.allDoubts
  }

  /// [P19]: alerts that agree in each label which both rules group by.
  private func firing(_ name: String, for rule: ReferenceRule, _ values: [String]) -> Truth {
    guard let index = rules.firstIndex(where: { $0.name == name }) else { return .isFalse }
    let shared = rule.by.enumerated().compactMap { place, label in
      rules[index].by.firstIndex(of: label).map { (place, $0) }
    }
    return groups[index].values
      .filter { group in shared.allSatisfy { values[$0.0] == group.values[$0.1] } }
      .reduce(.isFalse) { $0.or($1.alert.firing) }
  }

  // MARK: Output

  private func emit(
    _ change: AlertChange, at time: Int64, _ rule: ReferenceRule, _ group: ReferenceGroup, value: Quantity?
  ) {
    transitions.append(
      ReferenceTransition(
        at: time, rule: rule.name, category: rule.category, state: change.state, severity: change.severity,
        labels: labels(rule, group), value: value, fingerprint: fingerprint(rule, group),
        activeSince: change.activeSince))
  }

  private func labels(_ rule: ReferenceRule, _ group: ReferenceGroup) -> [String: String] {
    rule.labels.merging(groupLabels(rule, group)) { $1 }
  }

  private func groupLabels(_ rule: ReferenceRule, _ group: ReferenceGroup) -> [(String, String)] {
    if group.isOverflow { return [("overflow", "true")] }
    return zip(rule.by, group.values).filter { !$0.1.isEmpty }
  }

  /// [P55]
  private func fingerprint(_ rule: ReferenceRule, _ group: ReferenceGroup) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in Array(text.utf8) + [0xFF] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    add(rule.name)
    for (name, value) in groupLabels(rule, group).sorted(by: { $0.0 < $1.0 }) {
      add(name)
      add(value)
    }
    return hash
  }
}
