import RuleCompiler
import SentinelModel
import SentinelPlugin
import SentinelRules

/// What a rule set and the detectors that it needs read of events.
enum PlanInputs {
  /// The columns that a decoder must give.
  static func layout(_ plan: RuleSetPlan, detectors: [DetectorDescriptor], tracesExemplars: Bool) -> BatchLayout {
    let programs = allPrograms(of: plan)
    let operands = plan.rules.flatMap { rule in rule.annotations.flatMap { templateLabels(of: $0.template) } }
    var labels = programs.flatMap(\.labelReferences) + operands + detectors.flatMap(\.labels)
    labels += plan.spaces.flatMap { $0.by.map { LabelReference.label($0) } }
    labels += plan.filters.flatMap { $0.matchers.map(\.label) }
    for call in plan.calls { if case .distinct(let label) = call.function { labels.append(label) } }
    var texts = programs.flatMap(\.textFields) + detectors.flatMap(\.texts)
    if tracesExemplars { texts += [.traceID, .spanID] }
    let metrics = plan.metrics.flatMap { [$0.metric.name] + $0.metric.aliases } + detectors.flatMap(\.metrics)
    return BatchLayout(
      labels: labels, numbers: programs.flatMap(\.numberFields) + detectors.flatMap(\.numbers), texts: texts,
      metrics: metrics)
  }

  private static func allPrograms(of plan: RuleSetPlan) -> [Program] {
    let filters = plan.spaces.compactMap(\.filter)
    let conditions = plan.rules.flatMap { rule in
      rule.levels.flatMap { level in [level.program] + level.evidence.map(\.program) + level.atoms.map(\.program) }
    }
    let annotations = plan.rules.flatMap { rule in
      rule.annotations.flatMap { annotation in
        annotation.template.parts.compactMap { part -> Program? in
          switch part {
          case .number(let program, _), .boolean(let program, _): program
          default: nil
          }
        }
      }
    }
    return filters + conditions + annotations
  }

  private static func templateLabels(of template: TemplatePlan) -> [LabelReference] {
    template.parts.compactMap { part in
      guard case .string(let operand, _) = part, case .label(let label) = operand else { return nil }
      return label
    }
  }
}
