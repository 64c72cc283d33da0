import RuleCompiler
import RuleSyntax
import SentinelModel

/// What a rule sees and says at an instant, group by group.
struct SnapshotPage {
  let rule: RulePlan
  let seen: RuleSnapshot.Seen
  /// The instant that was asked for.
  let wanted: Timestamp?
  let choice: GroupChoice?

  /// How many groups are shown.
  static let groupLimit = 20

  var text: String {
    guard let instant = seen.instant, let lastEvent = seen.lastEvent else {
      return "there are no events up to \(seen.instant.map { $0.rfc3339 + which($0) } ?? "the end")\n"
    }
    var text = "at \(instant.rfc3339)\(which(instant))\n"
    if seen.isAtEnd, lastEvent.ceiled(to: rule.every) < instant {
      text += "the input ends before, at \(lastEvent.rfc3339)\n"
    }
    if rule.mode == .event { text += eventNote }
    return text + groups(at: instant)
  }

  /// Why the instant shown is not the one asked for.
  private func which(_ instant: Timestamp) -> String {
    guard let wanted, wanted != instant else { return "" }
    return ", the rule's last instant up to \(wanted.rfc3339): it is judged every \(rule.every.literal)"
  }

  private var eventNote: String {
    guard !seen.groups.isEmpty else {
      return """
        no event has matched so far: the rule has no alert. An event that didn't match leaves nothing to look at; \
        replay it by a copy of the rule that has fewer parts in its condition

        """
    }
    return "the rule is judged at each event: shown is the one that raised each alert\n"
  }

  // MARK: - Groups

  private func groups(at instant: Timestamp) -> String {
    let chosen = seen.groups.filter { group in choice?.holds(for: group.labels) ?? true }
    guard !chosen.isEmpty else {
      if rule.mode == .event, seen.groups.isEmpty { return "" }
      return choice.map { "none of \(Count.text(seen.groups.count, "group")) is \($0.text)\n" }
        ?? "the rule has no groups\n"
    }
    let sorted = chosen.map { (rank: Self.rank($0.alert.state), text: $0.labels.text, group: $0) }
      .sorted { ($0.rank, $0.text) < ($1.rank, $1.text) }.map(\.group)
    return sorted.prefix(Self.groupLimit).map(text).joined() + rest(sorted.dropFirst(Self.groupLimit))
  }

  private static func rank(_ state: AlertState) -> Int {
    switch state {
    case .firing: 0
    case .pending: 1
    case .inactive, .resolved: 2
    }
  }

  private func rest(_ groups: ArraySlice<RuleSnapshot.Group>) -> String {
    guard !groups.isEmpty else { return "" }
    let states = [AlertState.firing, .pending, .inactive].compactMap { state -> String? in
      let count = groups.count { $0.alert.state == state }
      return count > 0 ? "\(Figures.grouped(count)) \(state.rawValue)" : nil
    }
    let more = Count.text(groups.count, "more group")
    return "\nand \(more), \(states.joined(separator: ", ")); --group LABEL=VALUE,… chooses\n"
  }

  private func text(_ group: RuleSnapshot.Group) -> String {
    var text = "\n\(group.labels.text)  \(Self.state(group.alert))\n"
    var values = group.values
    if rule.mode == .event, let raised = group.alert.raised {
      text += "  the event of \(raised.at.rfc3339)\n"
      values = raised.evidence.map { (text: $0.name, value: $0.value) } + [(raised.condition, .boolean(true))]
    }
    var table = TextTable([.init("  part"), .init("value", .right)])
    var seen: Set<String> = []
    for part in values where seen.insert(part.text).inserted {
      table.append(["  " + part.text, Self.value(part.value)])
    }
    return text + table.text
  }

  /// `firing (critical) since 2025-11-06T12:05:00Z, pending from 2025-11-06T12:00:00Z on`, or, for one that became
  /// worse or better, `firing since 2025-11-06T12:05:00Z, critical since 2025-11-06T12:09:00Z`.
  private static func state(_ alert: RuleSnapshot.Alert) -> String {
    guard let since = alert.since else { return alert.state.rawValue }
    var text = alert.state.rawValue
    let changed = alert.severitySince.flatMap { $0 == since ? nil : $0 }
    if alert.state != .inactive, changed == nil { text += " (\(alert.severity.name))" }
    text += " since \(since.rfc3339)"
    if alert.state != .inactive, let changed { text += ", \(alert.severity.name) since \(changed.rfc3339)" }
    if alert.state == .firing, let last = alert.last, last.activeSince != since {
      text += ", pending from \(last.activeSince.rfc3339) on"
    }
    return text
  }

  private static func value(_ value: EvidenceValue) -> String {
    switch value {
    case .number(let number): Figures.rounded(number)
    case .boolean(let boolean?): "\(boolean)"
    case .boolean(nil): "unknown"
    case .text(let text): text
    }
  }
}
