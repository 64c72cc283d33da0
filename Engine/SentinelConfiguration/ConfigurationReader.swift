package import SentinelDiagnostics
package import SentinelPlugin
import YAMLTree

/// Reads a configuration file. Reports every mistake and goes on.
///
///     http:
///       port: ${PORT:-8080}
///     detectors:
///       cost:
///         prices: ["house-model in=0.5 out=2"]
package struct ConfigurationReader {
  let registry: PluginRegistry
  var configuration: EngineConfiguration
  private var expander: VariableExpander
  /// Findings of the YAML reader and of detectors, which may quote what they find.
  var foreign = Diagnostics()
  var hidden: [HiddenValue] = []
  /// Where values begin that look like secrets by their keys, and are none.
  private var visible: Set<Int> = []
  /// The places of the values that are given, by their paths.
  private(set) var places: [String: SourceRange] = [:]

  /// The configuration of a file, with its findings; what has a mistake has its default.
  ///
  /// - Parameter environment: the variables that texts may name.
  package static func read(
    _ source: SourceText, registry: PluginRegistry, environment: [String: String] = [:],
    scope: ConfigurationScope = .service
  ) -> EngineConfiguration {
    var reader = ConfigurationReader(
      registry: registry, configuration: EngineConfiguration(path: source.path),
      expander: VariableExpander(environment: environment))
    let root = YAMLParser.parse(source, diagnostics: &reader.foreign)
    reader.foreign = Diagnostics(reader.foreign.findings.map(explainingVariables))
    if let root {
      reader.hideSecrets(in: root)
      switch scope {
      case .service:
        reader.readSection(reader.expander.expand(root), at: "")
        reader.checkConflicts()
      case .judging: reader.readForJudging(root)
      }
    }
    return reader.finished(source)
  }

  private func finished(_ source: SourceText) -> EngineConfiguration {
    var own = configuration.diagnostics
    own.append(contentsOf: expander.diagnostics)
    let known = visible.union(hidden.map(\.bytes.lowerBound))
    let redaction = Redaction(
      source, hidden: hidden + SecretScan.hidden(in: source.bytes, known: known), variables: expander.places)
    var finished = configuration
    finished.diagnostics = redaction.foreignFindings(foreign)
    finished.diagnostics.append(contentsOf: redaction.ownFindings(own))
    // A detector that is made later may have findings of its own.
    finished.detectors = configuration.detectors.mapValues(redaction.options)
    return finished
  }

  /// Whatever stands below a key that by its name holds a secret, in any shape.
  private mutating func hideSecrets(in node: YAMLNode) {
    switch node.content {
    case .scalar: break
    case .sequence(let nodes): for node in nodes { hideSecrets(in: node) }
    case .mapping(let entries):
      for entry in entries {
        if SecretName.matches(entry.key.text), !entry.key.text.hasSuffix("url") { hide(entry) }
        hideSecrets(in: entry.value)
      }
    }
  }

  mutating func hide(_ entry: YAMLNode.Entry) {
    hidden.append(HiddenValue(bytes: entry.value.range.bytes, key: entry.keyRange.bytes))
  }

  // MARK: - Sections

  /// Reads the keys below a path; "" is the whole file.
  private mutating func readSection(_ node: YAMLNode, at path: String, key: SourceRange? = nil) {
    let what = path.isEmpty ? "a configuration" : "'\(path)'"
    for entry in mapping(node, what, key: key, holdsSecrets: Self.holdsSecrets(path)) {
      let name = path.isEmpty ? entry.key.text : "\(path).\(entry.key.text)"
      if name == "detectors" {
        configuration.given.append(name)
        readDetectors(entry.value)
      } else if name == "alerting.channels" {
        configuration.given.append(name)
        configuration.inactive.append(name)
        readChannels(entry)
      } else if let declared = EngineConfiguration.keys.first(where: { $0.path == name }) {
        read(entry, declared)
      } else if Self.children(of: name).isEmpty {
        reportUnknown(entry, below: path)
      } else {
        readSection(entry.value, at: name, key: entry.keyRange)
      }
    }
  }

  private mutating func read(_ entry: YAMLNode.Entry, _ key: ConfigurationKey<EngineConfiguration>) {
    configuration.given.append(key.path)
    if !key.descriptor.isActive { configuration.inactive.append(key.path) }
    places[key.path] = entry.value.range
    if key.descriptor.isSecret { hide(entry) } else { visible.insert(entry.value.range.start) }
    guard !isBroken(entry.value) else { return }
    do throws(ConfigurationFault) { try key.set(entry.value, &configuration) } catch {
      report(error, entry, key.descriptor, named: key.path)
    }
  }

  private mutating func readForJudging(_ root: YAMLNode) {
    var unused: [YAMLNode.Entry] = []
    let known = Self.children(of: "")
    for entry in mapping(root, "a configuration") {
      switch entry.key.text {
      case "detectors": readDetectors(expander.expand(entry.value))
      case let key where known.contains(key): unused.append(entry)
      default: reportUnknown(entry, below: "")
      }
    }
    guard let first = unused.first else { return }
    let names = unused.map { "'\($0.key.text)'" }.joined(separator: ", ")
    report(
      .unusedConfiguration, "\(names): for the service only, not used here", at: first.keyRange,
      help: "rules, replays and tests look at 'detectors' alone")
  }

  // MARK: - Findings

  /// Whether a variable in it could not be expanded, which is told of already.
  func isBroken(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .scalar: expander.broken.contains(node.range.start)
    case .sequence(let nodes): nodes.contains(where: isBroken)
    case .mapping(let entries): entries.contains { isBroken($0.value) }
    }
  }

  /// Whether a variable is in it, so that no finding may quote it.
  func isFromVariable(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .scalar: expander.changed.contains(node.range.start)
    case .sequence(let nodes): nodes.contains(where: isFromVariable)
    case .mapping(let entries): entries.contains { isFromVariable($0.value) }
    }
  }

  /// The entries of a mapping; none, with a finding, where the node is something else. Nothing at all counts as empty.
  mutating func mapping(
    _ node: YAMLNode, _ what: String, key: SourceRange? = nil, holdsSecrets: Bool = false
  ) -> [YAMLNode.Entry] {
    switch node.content {
    case .mapping(let entries): return entries
    case .scalar(let scalar) where scalar.value == .null: return []
    case .scalar, .sequence:
      // What stands here may be the secret that belongs further down.
      if holdsSecrets { hidden.append(HiddenValue(bytes: node.range.bytes, key: key?.bytes)) }
      guard !isBroken(node) else { return [] }
      report(.configurationType, "\(what) is a mapping, not \(node.kind)", at: node.range)
      return []
    }
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil, help: String? = nil
  ) {
    configuration.diagnostics.append(Diagnostic(code, message, at: range, label: label, help: help))
  }

  static func suggestion(_ name: String, in names: [String]) -> String? {
    Spelling.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
  }
}
