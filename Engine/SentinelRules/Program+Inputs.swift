package import RuleCompiler
package import SentinelModel

extension Program {
  /// The strings that the program reads.
  private var operands: [StringOperand] {
    (text.map { [$0] } ?? [])
      + operations.flatMap { operation -> [StringOperand] in
        switch operation {
        case .stringEqual(let left, let right), .stringContains(let left, let right): [left, right]
        case .stringMatches(let operand, _), .stringIsIn(let operand, _), .length(let operand): [operand]
        default: []
        }
      }
  }

  /// The labels of events that the program reads.
  package var labelReferences: [LabelReference] {
    operands.compactMap { if case .label(let label) = $0.source { label } else { nil } }
  }

  /// The texts of events that the program reads.
  package var textFields: [TextField] {
    operands.compactMap { if case .text(let field) = $0.source { field } else { nil } }
  }

  /// The numbers of events that the program reads.
  package var numberFields: [NumberField] {
    operations.compactMap {
      switch $0 {
      case .eventNumber(let field), .eventMilliseconds(let field): field
      default: nil
      }
    }
  }

  /// The metrics whose samples on the event itself the program reads.
  package var eventMetrics: [MetricID] {
    operations.compactMap { if case .eventMetric(let metric) = $0 { metric } else { nil } }
  }

  /// The series calls that the program makes.
  package var calls: [CallID] { operations.compactMap { if case .call(let call) = $0 { call } else { nil } } }

  /// The rules whose state the program reads.
  package var firingRules: [Int] { operations.compactMap { if case .firing(let rule) = $0 { rule } else { nil } } }

  var readsOnlyLabels: Bool { textFields.isEmpty && numberFields.isEmpty && eventMetrics.isEmpty && calls.isEmpty }
}

extension StringOperand {
  /// The operand below all `lower(…)`.
  var source: StringOperand { if case .lowered(let inner) = self { inner.source } else { self } }
}
