import RuleCompiler
import SentinelModel

/// The columns of events that programs read.
struct EventInputs {
  private let labels: [LabelReference]
  private let numbers: [NumberField]
  private let texts: [TextField]

  init(_ programs: [Program], labels: [LabelReference] = []) {
    self.labels = labels + programs.flatMap(\.labelReferences)
    numbers = programs.flatMap(\.numberFields)
    texts = programs.flatMap(\.textFields)
  }

  func areIn(_ layout: BatchLayout) -> Bool { layout.has(labels: labels, numbers: numbers, texts: texts) }
}
