import RuleCompiler
import RuleSyntax
import SentinelIngest
import SentinelModel
import SentinelRuntime

/// A replay that stops at an instant and shows what a rule sees there.
///
/// A rule that is judged at instants is shown at one of them: between two, windows would begin inside of panes.
struct RuleSnapshot {
  let context: CommandContext
  let events: InputOptions
  /// The rule's last instant up to it is shown; nil is the end of the input, and the first instant that sees all of it.
  let time: Timestamp?
  let settings: EngineSettings

  /// The value of each part of the rule's condition in each of its groups.
  func text(rule: String, plan: RuleSetPlan) throws -> String {
    let engine = try Engine(plan: plan, registry: context.registry, settings: settings) { _ in }
    var input = try ReplayInput(
      paths: events.input, layout: engine.layout, mapping: events.mapping, settings: events.settings)
    let every = plan.rules.first { $0.name == rule && $0.mode == .instants }?.every
    let end = time.map { time in every.map { time.floored(to: $0) } ?? time }
    var last: Timestamp?
    while let batch = try input.next() {
      let rows = end.map { end in batch.rows.prefix { batch.timestamps[$0] <= end } } ?? batch.rows
      if let row = rows.last {
        engine.process(batch.slice(rows))
        last = batch.timestamps[row]
      }
      if rows.count < batch.rows.count { break }
    }
    guard let last else { return "there are no events up to \(end.map(\.rfc3339) ?? "the end")\n" }
    let instant = end ?? every.map { last.ceiled(to: $0) } ?? last
    engine.advance(to: instant)
    return Self.table(engine.evaluations(rule: rule), at: instant)
  }

  static func table(
    _ groups: [(labels: LabelSet, values: [(text: String, value: EvidenceValue)])], at instant: Timestamp
  ) -> String {
    guard !groups.isEmpty else { return "at \(instant.rfc3339) the rule has no groups\n" }
    var text = "at \(instant.rfc3339)\n"
    for group in groups.sorted(by: { $0.labels.text < $1.labels.text }) {
      text += "\n\(group.labels.text)\n"
      var table = TextTable([.init("  part"), .init("value", .right)])
      var seen: Set<String> = []
      for part in group.values where seen.insert(part.text).inserted {
        table.append(["  " + part.text, value(part.value)])
      }
      text += table.text
    }
    return text
  }

  private static func value(_ value: EvidenceValue) -> String {
    switch value {
    case .number(let number): Figures.shortest(number)
    case .boolean(let boolean?): "\(boolean)"
    case .boolean(nil): "unknown"
    case .text(let text): text
    }
  }
}
