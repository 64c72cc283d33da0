import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import YAMLTree

/// Reads one rule.
struct RuleReader {
  private let category: String?
  /// What could be read; nil if there is no usable name.
  var rule: RuleDeclaration?
  /// The value of `tests`.
  private(set) var tests: YAMLNode?
  var report = RuleFileReport()
  private var places = KeyPlaces()

  /// The keys of a rule, as help lists them.
  static let keys = [
    "name", "description", "metric", "where", "by", "window", "every", "condition", "for", "duration",
    "keep_firing_for", "no_data", "severity", "labels", "annotations", "enabled", "on", "action", "group_ttl",
    "max_groups", "tests",
  ]

  /// A merge key of the rule brought nothing, so it is not known which keys are missing.
  private let hasBrokenMerge: Bool

  init(category: String?, hasBrokenMerge: Bool = false) {
    self.category = category
    self.hasBrokenMerge = hasBrokenMerge
  }

  mutating func read(_ node: YAMLNode) {
    guard case .mapping(let entries) = node.content else {
      return report.wrongType(node, expected: "a rule, which is a mapping", label: "write '- name: …'")
    }
    guard let first = entries.first else {
      return report.add(.missingKey, "the rule is empty", at: node.range, label: "missing keys 'name' and 'condition'")
    }
    var draft = RuleDeclaration(
      range: node.range, firstKeyRange: first.keyRange, name: Located("", at: first.keyRange), category: category)
    for entry in entries {
      read(entry, into: &draft)
      if !isRead(entry.key.text, draft) { draft.unreadKeys.insert(entry.key.text) }
    }
    if !hasBrokenMerge { checkMissing(firstKey: first.keyRange) }
    checkConflicts(draft)
    if !draft.name.value.isEmpty { rule = consume draft }
  }

  /// Where the keys stand that a rule must have or that exclude each other.
  private struct KeyPlaces {
    var name: SourceRange?
    var condition: SourceRange?
    var severityMap: SourceRange?
    var hold: SourceRange?
    var duration: SourceRange?
    var mode: SourceRange?
  }

  private mutating func read(_ entry: YAMLNode.Entry, into draft: inout RuleDeclaration) {
    let value = entry.value
    switch entry.key.text {
    case "name":
      places.name = entry.keyRange
      if let name = name(value) { draft.name = name }
    case "description": draft.description = string(value, "a string")
    case "metric": draft.metric = metric(value)
    case "where": draft.filter = condition(value)
    case "by": draft.by = grouping(value)
    case "window": draft.window = duration(value, of: "window", atLeast: .milliseconds(1))
    case "every": draft.every = duration(value, of: "every", atLeast: .milliseconds(100))
    case "condition":
      places.condition = entry.keyRange
      draft.condition = condition(value)
    case "for":
      places.hold = entry.keyRange
      draft.hold = duration(value, of: "for")
    case "duration":
      places.duration = entry.keyRange
      draft.hold = duration(value, of: "duration")
    case "keep_firing_for": draft.keepFiringFor = duration(value, of: "keep_firing_for")
    case "no_data": draft.noData = choice(value, ["ok", "alert", "keep"]) { NoDataPolicy(rawValue: $0) }
    case "severity":
      if case .mapping = value.content { places.severityMap = entry.keyRange }
      severity(value, into: &draft)
    case "labels": draft.labels = labels(value)
    case "annotations": draft.annotations = annotations(value)
    case "enabled": draft.enabled = boolean(value)
    case "on":
      places.mode = entry.keyRange
      draft.mode = choice(value, ["event"]) { $0 == "event" ? .event : nil }
    case "action": draft.action = choice(value, ["block"]) { $0 == "block" ? $0 : nil }
    case "group_ttl": draft.groupTTL = duration(value, of: "group_ttl", atLeast: .milliseconds(1))
    case "max_groups": draft.maxGroups = groupLimit(value)
    case "tests": tests = value.isNull ? nil : value
    default: unknownKey(entry)
    }
  }

  /// Whether the value of a key on which the meaning of others depends could be read.
  private func isRead(_ key: String, _ draft: RuleDeclaration) -> Bool {
    switch key {
    case "metric": draft.metric != nil
    case "by": draft.by != nil
    case "window": draft.window != nil
    case "every": draft.every != nil
    case "on": draft.mode != nil
    default: true
    }
  }

  // MARK: Checks of the whole rule

  private mutating func unknownKey(_ entry: YAMLNode.Entry) {
    let key = entry.key.text
    let nearest = Self.foreignKeys[key] ?? Spelling.nearest(to: key, in: Self.keys)
    report.add(
      .unknownKey, "unknown key '\(key)' in a rule", at: entry.keyRange,
      label: nearest.map { "did you mean '\($0)'?" } ?? "rules have no such key",
      help: nearest == nil ? "the keys are " + Self.keys.joined(separator: ", ") : nil)
  }

  /// What other rule languages call our keys.
  private static let foreignKeys = [
    "expr": "condition", "expression": "condition", "alert": "name", "rule": "name", "id": "name", "filter": "where",
    "group_by": "by", "groupby": "by", "interval": "every", "priority": "severity", "level": "severity",
    "desc": "description", "disabled": "enabled", "query": "condition",
  ]

  private mutating func checkMissing(firstKey: SourceRange) {
    if places.name == nil {
      report.add(.missingKey, "the rule has no name", at: firstKey, label: "missing key 'name'")
    }
    if places.condition == nil, places.severityMap == nil {
      report.add(
        .missingKey, "the rule has no condition", at: firstKey, label: "missing key 'condition'",
        help: "write 'condition: value > 5', or a 'severity' map with a condition for each level")
    }
  }

  private mutating func checkConflicts(_ draft: RuleDeclaration) {
    conflict(places.hold, places.duration, "'duration' is another name of 'for'")
    conflict(
      places.condition, places.severityMap, "a severity map holds the conditions in place of 'condition'")
    if draft.mode?.value == .event, let hold = draft.hold, hold.value > .zero {
      report.add(
        .conflictingKeys, "a rule with 'on: event' fires at once and has no 'for'", at: hold.range,
        label: "leave it out, or leave out 'on: event'")
    }
    if let action = draft.action, places.mode == nil {
      report.add(
        .eventOnlyKey, "'action: \(action.value)' needs a rule on single events", at: action.range,
        label: "add 'on: event'")
    }
  }

  /// Reports the later of two keys that exclude each other.
  private mutating func conflict(_ left: SourceRange?, _ right: SourceRange?, _ reason: String) {
    guard let left, let right else { return }
    let (first, second) = left.start <= right.start ? (left, right) : (right, left)
    report.add(
      .conflictingKeys, "'\(second.text)' and '\(first.text)' exclude each other", at: second, label: reason,
      notes: [Diagnostic.Note("'\(first.text)' stands here", at: first)])
  }
}
