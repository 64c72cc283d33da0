import SentinelDiagnostics
import SentinelPlugin

/// Takes what is secret out of findings: their excerpts show `<secret>`, a finding at a secret stands at its key, and
/// what others say about a secret or about the value of a variable is replaced by what its code says.
struct Redaction {
  private let original: SourceText
  private let source: SourceText
  /// Ascending; none overlaps another.
  private let hidden: [HiddenValue]
  /// The places of values that come from variables, ascending.
  private let variables: [Range<Int>]

  /// - Parameters:
  ///   - hidden: what may not be shown, in any order.
  ///   - variables: the places of values that come from variables: these may be shown as they are written.
  init(_ source: SourceText, hidden: [HiddenValue], variables: [Range<Int>]) {
    original = source
    var merged: [HiddenValue] = []
    for value in hidden.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) where !value.bytes.isEmpty {
      guard let last = merged.last, value.bytes.lowerBound < last.bytes.upperBound else {
        merged.append(value)
        continue
      }
      let end = max(last.bytes.upperBound, value.bytes.upperBound)
      merged[merged.count - 1] = HiddenValue(bytes: last.bytes.lowerBound..<end, key: last.key ?? value.key)
    }
    self.hidden = merged
    self.variables = variables.sorted { $0.lowerBound < $1.lowerBound }
    self.source = SourceText(path: source.path, bytes: source.bytes, hiding: merged.map(\.bytes))
  }

  /// Findings of the configuration's reader, which never quotes such values.
  func ownFindings(_ diagnostics: Diagnostics) -> Diagnostics { Diagnostics(diagnostics.findings.map(moved)) }

  /// Findings of others.
  func foreignFindings(_ diagnostics: Diagnostics) -> Diagnostics {
    Diagnostics(
      diagnostics.findings.map { finding in
        guard finding.range.source === original, isGuarded(finding.range) else { return moved(finding) }
        return moved(Self.withoutWords(finding))
      })
  }

  /// The options with places in the text that hides its secrets.
  func options(_ options: DetectorOptions) -> DetectorOptions {
    DetectorOptions(
      options.entries.map { entry in
        .init(
          name: entry.name, value: entry.value, nameRange: place(entry.nameRange), valueRange: place(entry.valueRange),
          elementRanges: entry.elementRanges.map(place))
      })
  }

  /// What a finding's code says, at its place.
  static func withoutWords(_ finding: Diagnostic) -> Diagnostic {
    var bare = Diagnostic(
      finding.code, finding.code.title, at: finding.range, help: "what is written there is not shown")
    bare.level = finding.level
    return bare
  }

  private func isGuarded(_ range: SourceRange) -> Bool {
    Self.index(overlapping: range.bytes, in: hidden, \.bytes) != nil
      || Self.index(overlapping: range.bytes, in: variables, \.self) != nil
  }

  private func moved(_ finding: Diagnostic) -> Diagnostic {
    var moved = Diagnostic(
      finding.code, finding.message, at: place(finding.range), label: finding.label,
      notes: finding.notes.map { .init($0.message, at: $0.range.map(place)) }, help: finding.help)
    moved.level = finding.level
    return moved
  }

  private func place(_ range: SourceRange) -> SourceRange {
    guard range.source === original else { return range }
    let start = range.start..<range.start
    guard let index = Self.index(overlapping: start, in: hidden, \.bytes), let key = hidden[index].key else {
      return SourceRange(source, range.start, range.end)
    }
    return SourceRange(source, key.lowerBound, key.upperBound)
  }

  /// The first element that overlaps the range, which counts as one byte where it is empty. O(log n).
  private static func index<Element>(
    overlapping range: Range<Int>, in elements: [Element], _ bytes: (Element) -> Range<Int>
  ) -> Int? {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if bytes(elements[middle]).upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < elements.count, bytes(elements[low]).lowerBound < max(range.upperBound, range.lowerBound + 1) else {
      return nil
    }
    return low
  }
}
