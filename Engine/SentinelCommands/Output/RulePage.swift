import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// All about one rule: where it stands, its syntax tree, what it keeps and what it costs.
struct RulePage {
  let plan: RuleSetPlan
  let rule: Int
  let declaration: RuleDeclaration

  var text: String {
    guard plan.rules.indices.contains(rule) else { return "" }
    return [head, trees, windows, costs].joined(separator: "\n")
  }

  private var subject: RulePlan { plan.rules[rule] }

  private var head: String {
    var text = "\(subject.name)  (\(TestReport.place(declaration.name.range)))\n"
    if let description = declaration.description { text += description.value + "\n" }
    var facts = TextTable([.init("setting"), .init("value")])
    facts.append(["judged", subject.mode == .event ? "at each event" : "every \(subject.every.literal)"])
    let by = space?.by ?? []
    facts.append(["groups", by.isEmpty ? "one for all" : "one for each \(by.joined(separator: ", "))"])
    facts.append(["groups at most", Figures.grouped(subject.maxGroups)])
    facts.append(["forgotten after", subject.groupTTL.literal])
    if let filter = declaration.filter { facts.append(["where", filter.text]) }
    if subject.mode == .instants { facts.append(["for", subject.hold.literal]) }
    facts.append(["keep_firing_for", subject.keepFiringFor.literal])
    if subject.mode == .instants { facts.append(["no_data", subject.noData.rawValue]) }
    let named = subject.namedRules.filter(plan.rules.indices.contains).map { plan.rules[$0].name }
    if !named.isEmpty { facts.append(["judged after", named.joined(separator: ", ")]) }
    return text + "\n" + facts.text
  }

  private var space: GroupSpace? { plan.spaces.indices.contains(subject.space) ? plan.spaces[subject.space] : nil }

  /// The conditions as written, as trees.
  private var trees: String {
    let levels = declaration.severityMap?.map { ($0.severity.value.name, $0.condition) }
    let conditions = levels ?? declaration.condition.map { [("condition", $0)] } ?? []
    return conditions.map { title, condition in
      "\(title): \(condition.text)\n\n" + ExpressionTree.text(condition.expression)
    }.joined(separator: "\n")
  }

  /// The rule's series calls, without repeats, in the order of the plan.
  private var calls: [SeriesCall] {
    var ids = Set(subject.value.map { [$0] } ?? [])
    for level in subject.levels {
      for case .call(let id) in level.program.operations { ids.insert(id) }
    }
    return ids.sorted().filter(plan.calls.indices.contains).map { plan.calls[$0] }
  }

  private var windows: String {
    guard !calls.isEmpty else { return "windows: none\n" }
    var table = TextTable([
      .init("window"), .init("looks back", .right), .init("panes", .right), .init("memory a series", .right),
      .init("shared with", .right),
    ])
    for call in calls {
      let cost = WindowCost(call, isOnEvents: subject.mode == .event)
      let others = rules(using: call) - 1
      table.append([
        CallText(plan: plan).text(call), call.lookback.literal, "\(cost.panes)", cost.text,
        others > 0 ? Count.text(others, "rule") : "–",
      ])
    }
    return table.text
  }

  private func rules(using call: SeriesCall) -> Int {
    guard let id = plan.calls.firstIndex(of: call) else { return 0 }
    return plan.rules.count { other in
      other.value == id || other.levels.contains { $0.program.operations.contains(.call(id)) }
    }
  }

  private var costs: String {
    let operations = subject.levels.reduce(0) { $0 + $1.program.operations.count }
    let low = calls.reduce(0) { $0 + WindowCost($1, isOnEvents: subject.mode == .event).bytes.lowerBound }
    let high = calls.reduce(0) { $0 + WindowCost($1, isOnEvents: subject.mode == .event).bytes.upperBound }
    var text = ""
    if high > 0 {
      text += "memory a series: about \(Figures.bytes(low)) with few samples, up to \(Figures.bytes(high))\n"
    }
    let calls = Count.text(calls.count, "window")
    text += "an evaluation: \(calls), \(Count.text(operations, "operation")) for each group\n"
    guard subject.mode == .instants, subject.every > .zero else { return text }
    let perHour = TimeSpan.hours(1).nanoseconds / subject.every.nanoseconds
    return text + "evaluations: \(Figures.grouped(Int(perHour))) an hour for each group\n"
  }
}
