public import SentinelDiagnostics
public import SentinelModel

/// Configuration of a detector as users wrote it: options by name with the place of each.
public struct DetectorOptions: Sendable {
  public enum Value: Sendable, Hashable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case duration(TimeSpan)
    case texts([String])
  }

  public struct Entry: Sendable {
    public let name: String
    public let value: Value
    public let nameRange: SourceRange
    public let valueRange: SourceRange
    /// The places of the texts of a list, in their order; empty where they are not known.
    public let elementRanges: [SourceRange]

    public init(
      name: String, value: Value, nameRange: SourceRange, valueRange: SourceRange, elementRanges: [SourceRange] = []
    ) {
      self.name = name
      self.value = value
      self.nameRange = nameRange
      self.valueRange = valueRange
      self.elementRanges = elementRanges
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Options that code sets, with places in a text `<options>` that shows them.
  public init(_ values: KeyValuePairs<String, Value>) {
    let lines = values.map { "\($0.key): \($0.value.literal)" }
    let source = SourceText(path: "<options>", text: lines.map { $0 + "\n" }.joined())
    var start = 0
    entries = zip(values, lines).map { option, line in
      defer { start += line.utf8.count + 1 }
      let nameEnd = start + option.key.utf8.count
      return Entry(
        name: option.key, value: option.value, nameRange: SourceRange(source, start, nameEnd),
        valueRange: SourceRange(source, nameEnd + 2, start + line.utf8.count))
    }
  }
}

extension DetectorOptions {
  /// Whether the same is configured, wherever and in whatever order it is written.
  package func agrees(with other: DetectorOptions) -> Bool {
    func values(_ options: DetectorOptions) -> [String: Value] {
      Dictionary(options.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
    }
    return values(self) == values(other)
  }
}

extension DetectorOptions.Entry {
  /// The place of one text of a list, or of all of it.
  func range(of text: String) -> SourceRange {
    guard case .texts(let texts) = value, let index = texts.firstIndex(of: text), index < elementRanges.count else {
      return valueRange
    }
    return elementRanges[index]
  }
}

extension DetectorOptions.Value {
  /// As one would write it in YAML.
  package var literal: String {
    switch self {
    case .number(let value): value.optionLiteral
    case .boolean(let value): String(value)
    case .text(let value): JSONText.string(value)
    case .duration(let value): value.literal
    case .texts(let values): "[" + values.map(JSONText.string).joined(separator: ", ") + "]"
    }
  }

  /// What it is, in words: `a number`.
  var kind: String {
    switch self {
    case .number: "a number"
    case .boolean: "a boolean"
    case .text: "a text"
    case .duration: "a duration"
    case .texts: "a list of texts"
    }
  }
}

extension Double {
  /// The shortest text that reads back, without the `.0` of whole numbers.
  var optionLiteral: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
