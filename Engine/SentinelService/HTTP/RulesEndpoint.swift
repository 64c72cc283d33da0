import Hummingbird
import SentinelCommands
import SentinelModel
import SentinelRules
import SentinelRuntime

/// `GET /api/v1/rules` and `GET /api/v1/rules/{name}`.
struct RulesEndpoint: Sendable {
  let partition: Partition

  func list() async -> Response {
    let rules = await partition.ruleStatuses.sorted { $0.name < $1.name }
    let horizon = await partition.status.horizon
    let generation = partition.generation
    return Answer.json { json in
      json.object { json in
        json.key("generation")
        json.integer(generation.number)
        json.key("rules")
        json.array { json in for rule in rules { json.object { Self.write(rule, horizon, to: &$0) } } }
      }
    }
  }

  func one(_ name: String) async -> Response {
    guard let rule = await partition.ruleStatuses.first(where: { $0.name == name }),
      let groups = await partition.groups(rule: name)
    else { return Answer.problem(.notFound, "no_such_rule", "there is no rule of that name") }
    let horizon = await partition.status.horizon
    return Answer.json { json in
      json.object { json in
        Self.write(rule, horizon, to: &json)
        json.key("group_statuses")
        json.array { json in for group in groups { json.object { Self.write(group, to: &$0) } } }
      }
    }
  }

  private static func write(_ rule: RuleStatus, _ horizon: Timestamp, to json: inout JSONWriter) {
    json.member("name", rule.name)
    if let category = rule.category { json.member("category", category) }
    json.member("on", rule.isOnEvents ? "event" : "instants")
    json.member("state", rule.state.rawValue)
    json.key("severities")
    json.array { json in for severity in rule.severities { json.string(severity.name) } }
    json.key("conditions")
    json.array { json in for condition in rule.conditions { json.string(condition) } }
    json.member("every", rule.every.literal)
    json.member("for", rule.hold.literal)
    json.key("last_evaluation")
    if horizon == .distantPast { json.null() } else { json.string(horizon.floored(to: rule.every).rfc3339) }
    json.key("evaluations")
    json.integer(rule.statistics.evaluations)
    json.key("unknown_share")
    if let share = rule.unknownShare { json.number(share) } else { json.null() }
    for (name, count) in [
      ("groups", rule.statistics.groups), ("pending", rule.pending), ("firing", rule.firing),
      ("times_fired", rule.statistics.timesFired), ("overflow_samples", rule.statistics.overflowSamples),
    ] {
      json.key(name)
      json.integer(count)
    }
  }

  private static func write(_ group: GroupStatus, to json: inout JSONWriter) {
    json.key("labels")
    json.labels(group.labels)
    json.member("state", group.state.rawValue)
    if let severity = group.severity { json.member("severity", severity.name) }
    if let since = group.activeSince { json.member("active_since", since.rfc3339) }
    if let value = group.value {
      json.key("value")
      json.number(value)
    }
    if let count = group.count {
      json.key("count")
      json.integer(count)
    }
    json.key("evidence")
    json.object { json in
      for entry in group.evidence {
        json.key(entry.name)
        json.evidence(entry.value)
      }
    }
  }
}
