/// Which columns a batch has: the union of what the loaded rules and detectors read.
///
/// Decoders extract only these; everything else in an event is checked and skipped.
public struct BatchLayout: Hashable, Sendable {
  public let labels: [LabelReference]
  public let numbers: [NumberField]
  public let texts: [TextField]
  /// Names under an event's `metrics` object that somebody reads.
  public let metrics: [String]

  private let labelIndices: [LabelReference: Int]
  private let metricIndices: [String: Int]
  private let numberIndices: [Int]
  private let textIndices: [Int]

  public init(
    labels: some Sequence<LabelReference>, numbers: some Sequence<NumberField>, texts: some Sequence<TextField>,
    metrics: some Sequence<String>
  ) {
    self.labels = Set(labels).sorted()
    self.numbers = Set(numbers).sorted { $0.rawValue < $1.rawValue }
    self.texts = Set(texts).sorted { $0.rawValue < $1.rawValue }
    self.metrics = Set(metrics).sorted()
    labelIndices = Dictionary(uniqueKeysWithValues: self.labels.enumerated().map { ($1, $0) })
    metricIndices = Dictionary(uniqueKeysWithValues: self.metrics.enumerated().map { ($1, $0) })
    var numberIndices = [Int](repeating: -1, count: NumberField.allCases.count)
    for (index, field) in self.numbers.enumerated() { numberIndices[field.rawValue] = index }
    self.numberIndices = numberIndices
    var textIndices = [Int](repeating: -1, count: TextField.allCases.count)
    for (index, field) in self.texts.enumerated() { textIndices[field.rawValue] = index }
    self.textIndices = textIndices
  }

  /// Every label that is a top-level field, every number and text, no attributes, no metrics.
  public static let everything = BatchLayout(
    labels: LabelReference.topLevelNames.map { .label($0) }, numbers: NumberField.allCases, texts: TextField.allCases,
    metrics: [])

  /// Whether all these columns are there.
  package func has(
    labels: some Sequence<LabelReference>, numbers: some Sequence<NumberField> = [],
    texts: some Sequence<TextField> = []
  ) -> Bool {
    labels.allSatisfy { index(of: $0) != nil } && numbers.allSatisfy { index(of: $0) != nil }
      && texts.allSatisfy { index(of: $0) != nil }
  }

  public func index(of label: LabelReference) -> Int? { labelIndices[label] }
  public func index(ofMetric name: String) -> Int? { metricIndices[name] }
  public func index(of field: NumberField) -> Int? {
    let index = numberIndices[field.rawValue]
    return index < 0 ? nil : index
  }
  public func index(of field: TextField) -> Int? {
    let index = textIndices[field.rawValue]
    return index < 0 ? nil : index
  }
}
