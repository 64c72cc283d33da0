/// Random rule files over the metrics and labels of ``EventGenerator``.
struct RuleGenerator {
  var random: CaseRandom
  let shape: CaseShape

  static let metrics = [
    "llm_requests", "llm_errors", "error_rate", "llm_request_duration_seconds", "llm_request_duration",
    "request_duration_ms", "llm_ttft_seconds", "llm_tokens_per_second", "llm_queue_time_seconds",
    "llm_processing_time_seconds", "llm_input_tokens", "llm_output_tokens", "llm_tokens_total", "llm_cost_usd",
    "llm_cost_rate", "queue_depth", "cache_hit_ratio", "queue_depth_max",
  ]
  private static let suffixes = [
    "_avg", "_sum", "_count", "_min", "_max", "_stddev", "_last", "_rate", "_p50", "_p90", "_p95", "_p99",
  ]
  static let preamble = """
    lists:
      some: [acme, chat, gpt-4o, eu]
      limits: [0, 1, 2, 5]
    macros:
      busy: count(llm_requests, 60s) >= 3
      mixed: "@busy or not (sum(llm_cost_usd, 60s) > 0.5)"
      comp: {all: ["@busy", {not: "max(llm_cost_usd, 120s) > 0.15"}]}

    """

  mutating func rules() -> [DraftRule] {
    var rules: [DraftRule] = []
    for index in 0..<random.int(1...4) {
      switch random.unit() {
      case ..<0.15: rules.append(eventRule("r\(index)"))
      case ..<0.3 where !rules.isEmpty: rules.append(chainRule("r\(index)", on: rules))
      default: rules.append(instantRule("r\(index)"))
      }
    }
    return rules
  }

  // MARK: Kinds of rules

  private mutating func instantRule(_ name: String) -> DraftRule {
    var rule = DraftRule(name: name)
    rule.every = every()
    rule.metric = metric()
    rule.window = random.chance(0.15) ? nil : window(rule.every)
    rule.by = by()
    rule.filter = filter()
    rule.keys = stateKeys(rule.every)
    rule.levels = levels(rule)
    if rule.levels.count == 1, random.chance(0.5) { rule.keys.append(("severity", random.pick(["info", "critical"]))) }
    if random.chance(0.08) { rule.keys.append(("max_groups", "\(random.int(1...3))")) }
    if random.chance(0.05) { rule.keys.append(("group_ttl", "\(random.pick([1, 3]))h")) }
    if random.chance(0.04) { rule.keys.append(("enabled", "false")) }
    if random.chance(0.2) { rule.category = random.pick(["latency", "cost"]) }
    return rule
  }

  /// A rule that reads the state of others, with a metric of its own or without.
  private mutating func chainRule(_ name: String, on others: [DraftRule]) -> DraftRule {
    var rule = DraftRule(name: name)
    let named = random.pick(others)
    rule.by = by()
    rule.every = random.pick([named.every, every()])
    var condition = DraftCondition.text(random.chance(0.5) ? named.name : "firing(\"\(named.name)\")")
    if random.chance(0.4) {
      rule.metric = metric()
      rule.window = window(rule.every)
      rule.filter = filter()
      let own = comparison(rule)
      condition = random.chance(0.5) ? .all([condition, own]) : .any([.not(condition), own])
    } else if random.chance(0.4), !others.contains(where: \.isEvent) {
      let other = random.pick(others)
      condition = random.chance(0.5) ? .any([condition, .text(other.name)]) : .not(condition)
    }
    rule.levels = [(nil, condition)]
    rule.keys = stateKeys(rule.every)
    return rule
  }

  private mutating func eventRule(_ name: String) -> DraftRule {
    var rule = DraftRule(name: name, isEvent: true)
    rule.every = every()
    rule.by = random.pick([nil, [], ["user"], ["service", "model"], ["region"]])
    if random.chance(0.3) { rule.metric = metric() }
    if random.chance(0.3) {
      rule.filter = random.pick([
        "tenant == \"acme\"", "input_tokens > 500", "service in $some and duration_ms >= 1000",
      ])
    }
    if random.chance(0.8) { rule.keys.append(("keep_firing_for", "\(random.pick([0, 7, 20, 60, 90]))s")) }
    if random.chance(0.4) {
      let names = ["info", "warning", "critical"].shuffled(&random).prefix(random.int(2...3))
      rule.levels = names.map { ($0, eventCondition()) }
    } else {
      rule.levels = [(nil, eventCondition())]
    }
    return rule
  }

  private mutating func eventCondition() -> DraftCondition {
    let texts = [
      "prompt contains \"ass\"", "prompt =~ \".*ignore previous.*\"", "lower(prompt) contains \"password\"",
      "length(prompt) > 12", "length(response) == 0 and prompt != \"\"", "status == \"error\"", "true",
      "attributes[\"region\"] == \"eu\"", "not (user =~ \"u1.*\")", "model in [\"gpt-4o\", \"claude-opus\"]",
      "output_tokens / input_tokens > 20%", "not (ttft_seconds < 200ms)", "llm_tokens_used > 1500", "error_rate == 1",
      "duration_seconds - ttft_seconds > 1s", "queue_seconds * 1000 >= 20",
      "count(llm_requests, 50s) >= 3", "sum(llm_cost_usd, 30s) > 0.25", "max(llm_request_duration, 2m) > 2s",
      "count(llm_requests, 20s, offset=10s) >= 2", "distinct(llm_requests, user, 1m) >= 2",
      "p90(llm_request_duration, 1m) > 2", "rate(llm_cost_usd, 1m) > 0.004", "change(llm_cost_usd, 30s) > 0",
      "zscore(llm_cost_usd, 2m, step=10s, min_points=3) > 1", "absent(llm_requests{status=\"error\"}, 30s)",
      "ewma_zscore(llm_request_duration, step=5s, min_points=3) < 0",
    ]
    let numbers = ["input_tokens", "cost_usd", "duration_ms", "llm_output_tokens", "llm_request_duration_seconds"]
    func one(_ random: inout CaseRandom) -> DraftCondition {
      if random.chance(0.4) {
        let limits = ["input_tokens": 900.0, "cost_usd": 0.05, "duration_ms": 1_500, "llm_output_tokens": 200]
        let name = random.pick(numbers)
        let limit = (limits[name] ?? 1.5) * random.pick([0, 0.5, 1, 2])
        return .text("\(name) \(random.pick([">", ">=", "<"])) \(DraftRule.number(limit))")
      }
      return .text(random.pick(texts))
    }
    switch random.unit() {
    case ..<0.6: return one(&random)
    case ..<0.8: return .all([one(&random), one(&random)])
    case ..<0.9: return .any([one(&random), one(&random)])
    default: return .not(one(&random))
    }
  }

  // MARK: Parts of a rule

  private mutating func every() -> Int {
    shape == .long ? random.pick([60, 300, 600]) : random.pick([5, 7, 10, 10, 10, 13, 15, 20, 30, 60])
  }

  private mutating func metric() -> String {
    let name = random.pick(Self.metrics)
    guard random.chance(0.3), MetricUse.canonical(name) != nil else { return name }
    return name + random.pick(Self.suffixes)
  }

  private mutating func by() -> [String]? {
    random.pick([
      nil, nil, [], ["service", "model"], ["tenant"], ["region"], ["tier", "service"], ["user"], ["model"],
      ["error_type", "status"],
    ])
  }

  private mutating func filter() -> String? {
    guard random.chance(0.35) else { return nil }
    return random.pick([
      "tenant != \"acme\"", "tenant in $some", "not (region == \"eu\")",
      "model =~ \"gpt-.*\" or provider == \"anthropic\"",
      "service != \"batch\" and tenant not in [\"initech\"]", "attributes[\"tenant\"] == \"shadow\"",
      "user contains \"1\"",
      "status == \"ok\"", "tier == \"2.50\" or tier == \"true\"", "model !~ \"gpt\"",
    ])
  }

  private mutating func stateKeys(_ every: Int) -> [(String, String)] {
    var keys: [(String, String)] = []
    if random.chance(0.45) {
      let hold = random.pick([0, every, 2 * every, 3 * every, every + 3, 7])
      keys.append((random.chance(0.3) ? "duration" : "for", "\(hold)s"))
    }
    if random.chance(0.4) {
      keys.append(("keep_firing_for", "\(random.pick([every, 2 * every, 4 * every, every + 1, 3]))s"))
    }
    if random.chance(0.4) { keys.append(("no_data", random.pick(["ok", "alert", "keep", "keep"]))) }
    if random.chance(0.2) { keys.append(("labels", "{team: ops, service: static, tier: 3}")) }
    return keys
  }

  private mutating func levels(_ rule: DraftRule) -> [(severity: String?, condition: DraftCondition)] {
    guard random.chance(0.3) else { return [(nil, condition(rule))] }
    let names = ["info", "warning", "critical"].shuffled(&random).prefix(random.int(2...3))
    if random.chance(0.6), case .comparison(let same) = comparison(rule) {
      return names.map { ($0, .comparison(same)) }
    }
    return names.map { ($0, condition(rule)) }
  }

  private mutating func condition(_ rule: DraftRule) -> DraftCondition {
    switch random.unit() {
    case ..<0.6: return comparison(rule)
    case ..<0.7: return .all([comparison(rule), atom(rule)])
    case ..<0.8: return .any([comparison(rule), atom(rule)])
    case ..<0.85: return .not(comparison(rule))
    case ..<0.9: return .any([.all([comparison(rule), atom(rule)]), .not(.any([comparison(rule), atom(rule)]))])
    default: return atom(rule)
    }
  }

  private mutating func atom(_ rule: DraftRule) -> DraftCondition {
    var calls = ExpressionGenerator(random: random, rule: rule)
    defer { random = calls.random }
    switch random.unit() {
    case ..<0.2: return .text(calls.absent())
    case ..<0.35: return .text(random.pick(["@busy", "@mixed", "@comp", "not @busy"]))
    case ..<0.5:
      let label = (rule.by ?? ["service"]).first
      guard let label else { return .text("true") }
      return .text(
        random.pick(["\(label) == \"chat\"", "\(label) != \"\"", "\(label) in $some", "\(label) =~ \"[a-g].*\""]))
    case ..<0.55: return .text("\(calls.number()) in $limits")
    default: return .comparison(.init(expression: calls.number(), operation: calls.random.pick([">", "<=", ">="])))
    }
  }

  private mutating func comparison(_ rule: DraftRule) -> DraftCondition {
    var calls = ExpressionGenerator(random: random, rule: rule)
    defer { random = calls.random }
    let operation = calls.random.pick([">", ">", ">=", "<", "<=", "flipped", "=="])
    return .comparison(.init(expression: calls.number(), operation: operation))
  }

  private mutating func window(_ every: Int) -> Int {
    every * random.pick([1, 1, 2, 3, 4, 6, 9, 12, 30])
  }
}

extension Array {
  fileprivate func shuffled(_ random: inout CaseRandom) -> [Element] { random.shuffled(self) }
}
