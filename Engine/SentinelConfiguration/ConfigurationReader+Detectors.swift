import RuleParser
import SentinelDiagnostics
import SentinelPlugin
import YAMLTree

extension ConfigurationReader {
  mutating func readDetectors(_ node: YAMLNode) {
    let types = registry.detectors.map(\.descriptor.type).sorted()
    for entry in mapping(node, "'detectors'") {
      let type = entry.key.text
      guard let registration = registry.detectors.first(where: { $0.descriptor.type == type }) else {
        report(
          .unknownDetector, "there is no detector '\(type)'", at: entry.keyRange,
          label: Self.suggestion(type, in: types),
          help: types.isEmpty ? "no plugin brings one" : "there are \(types.joined(separator: ", "))")
        continue
      }
      let options = options(entry.value, of: type)
      configuration.detectors[type] = options
      // Made for its mistakes alone, which so are told with all others, before anything is read.
      do throws(Diagnostics) { _ = try registration.make(options, []) } catch {
        let unspoken = unspokenTexts(in: entry.value)
        for finding in error.findings {
          let words = [finding.message, finding.label ?? "", finding.help ?? ""] + finding.notes.map(\.message)
          let quotes = unspoken.contains { text in words.contains { $0.contains(text) } }
          foreign.append(quotes ? Redaction.withoutWords(finding) : finding)
        }
      }
    }
  }

  private mutating func options(_ node: YAMLNode, of type: String) -> DetectorOptions {
    var entries: [DetectorOptions.Entry] = []
    for entry in mapping(node, "'\(type)'") {
      guard !isBroken(entry.value), let value = value(entry.value, of: entry.key.text) else { continue }
      let elements = if case .sequence(let nodes) = entry.value.content { nodes.map(\.range) } else { [SourceRange]() }
      entries.append(
        .init(
          name: entry.key.text, value: value, nameRange: entry.keyRange, valueRange: entry.value.range,
          elementRanges: elements))
    }
    return DetectorOptions(entries)
  }

  private mutating func value(_ node: YAMLNode, of name: String) -> DetectorOptions.Value? {
    switch node.content {
    case .sequence(let nodes): return texts(nodes, of: name).map { .texts($0) }
    case .scalar(let scalar):
      if let value = Self.value(scalar) { return value }
    case .mapping: break
    }
    report(
      .optionType, "the option '\(name)' is a value or a list, not \(node.kind)", at: node.range,
      help: "'sentinel plugins' lists the options of each detector")
    return nil
  }

  /// nil for no value. A duration counts as one only without quotes: in quotes it is a text.
  private static func value(_ scalar: YAMLScalar) -> DetectorOptions.Value? {
    switch scalar.value {
    case .null: return nil
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .number(Double(value))
    case .float(let value): return .number(value)
    case .string:
      if scalar.style == .plain, case .success(let span) = DurationLiteral.read(scalar.text) { return .duration(span) }
      return .text(scalar.text)
    }
  }

  private mutating func texts(_ nodes: [YAMLNode], of name: String) -> [String]? {
    var texts: [String] = []
    for node in nodes {
      if case .scalar(let scalar) = node.content, scalar.value == .string {
        texts.append(scalar.text)
      } else {
        let isValue = if case .scalar(let scalar) = node.content { scalar.value != .null } else { false }
        report(
          .optionType, "the list '\(name)' holds texts, not \(node.kind)", at: node.range,
          label: isValue ? "quotes make it a text" : nil)
      }
    }
    return texts.count == nodes.count ? texts : nil
  }

  /// Texts that no finding may quote: those of variables, and those that by the name of their key are secrets.
  private func unspokenTexts(in node: YAMLNode, isSecret: Bool = false) -> [String] {
    switch node.content {
    case .scalar(let scalar):
      // A few characters stand in any sentence, and give nothing away there.
      let isUnspoken = (isSecret || isFromVariable(node)) && scalar.text.utf8.count >= 4
      return isUnspoken ? [scalar.text] : []
    case .sequence(let nodes): return nodes.flatMap { unspokenTexts(in: $0, isSecret: isSecret) }
    case .mapping(let entries):
      return entries.flatMap {
        unspokenTexts(in: $0.value, isSecret: isSecret || SecretName.matches($0.key.text))
      }
    }
  }
}
