import RuleParser
import SentinelDiagnostics
import SentinelPlugin
import YAMLTree

/// Reads a configuration file. Reports every mistake and goes on.
///
///     detectors:
///       cost:
///         prices: ["house-model in=0.5 out=2"]
struct ConfigurationReader {
  private let registry: PluginRegistry
  private var configuration: EngineConfiguration

  /// Keys of the service's configuration that have no part in judging recorded events. What stands below them is not
  /// looked at.
  static let serviceKeys = ["mode", "ingestion", "storage", "detection", "alerting"]

  static func read(_ source: SourceText, registry: PluginRegistry) -> EngineConfiguration {
    var reader = ConfigurationReader(registry: registry, configuration: EngineConfiguration(path: source.path))
    if let root = YAMLParser.parse(source, diagnostics: &reader.configuration.diagnostics) { reader.read(root) }
    return reader.configuration
  }

  private mutating func read(_ root: YAMLNode) {
    var unused: [YAMLNode.Entry] = []
    for entry in mapping(root, "a configuration") {
      switch entry.key.text {
      case "detectors": readDetectors(entry.value)
      case let key where Self.serviceKeys.contains(key): unused.append(entry)
      case let key:
        let keys = ["detectors"] + Self.serviceKeys
        report(
          .unknownConfigurationKey, "a configuration has no key '\(key)'", at: entry.keyRange,
          label: Self.suggestion(key, in: keys), help: "the keys are \(keys.joined(separator: ", "))")
      }
    }
    guard let first = unused.first else { return }
    let names = unused.map { "'\($0.key.text)'" }.joined(separator: ", ")
    report(
      .unusedConfiguration, "\(names): for the service only, not used here", at: first.keyRange,
      help: "rules, replays and tests look at 'detectors' alone")
  }

  private mutating func readDetectors(_ node: YAMLNode) {
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
        configuration.diagnostics.append(contentsOf: error)
      }
    }
  }

  private mutating func options(_ node: YAMLNode, of type: String) -> DetectorOptions {
    var entries: [DetectorOptions.Entry] = []
    for entry in mapping(node, "'\(type)'") {
      guard let value = value(entry.value, of: entry.key.text) else { continue }
      let elements = if case .sequence(let nodes) = entry.value.content { nodes.map(\.range) } else { [SourceRange]() }
      entries.append(
        .init(
          name: entry.key.text, value: value, nameRange: entry.keyRange, valueRange: entry.value.range,
          elementRanges: elements))
    }
    return DetectorOptions(entries)
  }

  // MARK: - Nodes

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

  /// The entries of a mapping; none, with a finding, where the node is something else. Nothing at all counts as empty.
  private mutating func mapping(_ node: YAMLNode, _ what: String) -> [YAMLNode.Entry] {
    switch node.content {
    case .mapping(let entries): return entries
    case .scalar(let scalar) where scalar.value == .null: return []
    case .scalar, .sequence:
      report(.configurationType, "\(what) is a mapping, not \(node.kind)", at: node.range)
      return []
    }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil, help: String? = nil
  ) {
    configuration.diagnostics.append(Diagnostic(code, message, at: range, label: label, help: help))
  }

  private static func suggestion(_ name: String, in names: [String]) -> String? {
    Spelling.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
  }
}
