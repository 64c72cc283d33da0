import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import YAMLTree

/// Severities, labels and annotations: the values that hold mappings.
extension RuleReader {
  private static let levels = Severity.allCases.map(\.name)

  /// One level, or a map from level to condition.
  mutating func severity(_ node: YAMLNode, into draft: inout RuleDeclaration) {
    guard case .mapping(let entries) = node.content else {
      draft.severity = choice(node, Self.levels) { Severity(name: $0) }
      return
    }
    guard !entries.isEmpty else {
      report.add(
        .missingKey, "the severity map is empty", at: node.range,
        label: "expected a condition for a level, like {critical: value > 5}")
      return
    }
    var map: [(severity: Located<Severity>, condition: Condition)] = []
    for entry in entries {
      let condition = condition(entry.value)
      guard let level = Severity(name: entry.key.text) else {
        let nearest = Spelling.nearest(to: entry.key.text, in: Self.levels)
        report.add(
          .unknownKey, "'\(entry.key.text)' is no severity", at: entry.keyRange,
          label: nearest.map { "did you mean '\($0)'?" } ?? "expected " + Self.alternatives(Self.levels),
          help: "the levels are info, warning and critical")
        continue
      }
      if let condition { map.append((Located(level, at: entry.keyRange), condition)) }
    }
    draft.severityMap = map
  }

  /// Scalars; numbers and booleans are taken as they are written ([P54]).
  mutating func labels(_ node: YAMLNode) -> [(name: Located<String>, value: Located<String>)] {
    report.entries(node, expected: "a mapping of labels, like {team: ops}").compactMap { entry in
      guard let scalar = text(entry, of: "label") else { return nil }
      return (Located(entry.key.text, at: entry.keyRange), Located(scalar.text, at: entry.value.range))
    }
  }

  mutating func annotations(_ node: YAMLNode) -> [(name: Located<String>, template: Template)] {
    report.entries(node, expected: "a mapping of annotations, like {summary: \"…\"}").compactMap { entry in
      guard let scalar = text(entry, of: "annotation"),
        let template = TemplateParser.parse(scalar, diagnostics: &report.diagnostics)
      else { return nil }
      return (Located(entry.key.text, at: entry.keyRange), template)
    }
  }

  private mutating func text(_ entry: YAMLNode.Entry, of kind: String) -> YAMLScalar? {
    guard !entry.key.text.isEmpty else {
      report.add(.invalidName, "the name of the \(kind) is empty", at: entry.keyRange)
      return nil
    }
    if case .scalar(let scalar) = entry.value.content, scalar.value != .null { return scalar }
    let isUnquotedTemplate = entry.value.range.text.hasPrefix("{{")
    report.wrongType(
      entry.value, expected: "the text of the \(kind) '\(entry.key.text)'",
      label: isUnquotedTemplate ? "quote a text that begins with '{{'" : "expected a string")
    return nil
  }
}
