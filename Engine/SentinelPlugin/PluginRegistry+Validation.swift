public import SentinelDiagnostics
import SentinelModel

extension PluginRegistry {
  /// The same registry, if its plugins fit together: unique names of plugins, detectors, metrics and functions, all of
  /// them in a form that rules can write. Reports everything that doesn't fit at once.
  ///
  /// - Parameter builtInFunctions: names that plugins' functions may not take.
  @discardableResult
  public func validated(builtInFunctions: some Sequence<String> = [String]()) throws(Diagnostics) -> PluginRegistry {
    var check = RegistryCheck(plugins: plugins, builtInFunctions: Set(builtInFunctions))
    for index in plugins.indices { check.visit(index) }
    if !check.diagnostics.isEmpty { throw check.diagnostics }
    return self
  }
}

/// One walk over the plugins with the names seen so far and who owns them.
private struct RegistryCheck {
  let plugins: [Plugin]
  let builtInFunctions: Set<String>
  /// The names of the plugins, one a line: there is no file to point at.
  let source: SourceText
  var diagnostics = Diagnostics()
  var pluginOwners: [String: Int] = [:]
  var detectorOwners: [String: Int] = [:]
  var metricOwners: [String: Int] = [:]
  var functionOwners: [String: Int] = [:]

  init(plugins: [Plugin], builtInFunctions: Set<String>) {
    self.plugins = plugins
    self.builtInFunctions = builtInFunctions
    source = SourceText(path: "<plugins>", text: plugins.map { $0.name + "\n" }.joined())
  }

  mutating func visit(_ index: Int) {
    let plugin = plugins[index]
    claim(plugin.name, in: \.pluginOwners, as: "plugin", by: index, .duplicatePlugin)
    for detector in plugin.detectors { visit(detector, of: index) }
    for function in plugin.functions {
      let name = function.signature.name
      if builtInFunctions.contains(name) {
        report(.duplicateFunction, "function '\(name)' of \(plugin.name) has the name of a built-in function", index)
      }
      spell(name, as: "function", of: index)
      claim(name, in: \.functionOwners, as: "function", by: index, .duplicateFunction)
    }
  }

  private mutating func visit(_ detector: DetectorRegistration, of index: Int) {
    let type = detector.descriptor.type
    spell(type, as: "detector type", of: index)
    claim(type, in: \.detectorOwners, as: "detector", by: index, .duplicateDetector)
    if !detector.outputsCountUp {
      report(.outputNumbering, "the outputs of detector '\(type)' don't count up from 0", index)
    }
    for metric in detector.metrics {
      for name in [metric.name] + metric.aliases {
        spell(name, as: "metric", of: index)
        claim(name, in: \.metricOwners, as: "metric", by: index, .duplicateMetric)
      }
    }
  }

  private mutating func claim(
    _ name: String, in owners: WritableKeyPath<RegistryCheck, [String: Int]>, as noun: String, by index: Int,
    _ code: DiagnosticCode
  ) {
    guard let owner = self[keyPath: owners][name] else {
      self[keyPath: owners][name] = index
      return
    }
    report(
      code, "\(noun) '\(name)' of \(plugins[index].name) exists already", index,
      notes: [
        .init("first declared by \(plugins[owner].name)", at: range(owner))
      ])
  }

  private mutating func spell(_ name: String, as noun: String, of index: Int) {
    guard !name.isSnakeCase else { return }
    report(.pluginNameStyle, "\(noun) '\(name)' of \(plugins[index].name) is not in snake case", index)
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ index: Int, notes: [Diagnostic.Note] = []
  ) {
    diagnostics.append(Diagnostic(code, message, at: range(index), notes: notes))
  }

  /// The line of a plugin in `source`.
  private func range(_ index: Int) -> SourceRange {
    let start = plugins[..<index].reduce(0) { $0 + $1.name.utf8.count + 1 }
    return SourceRange(source, start, start + plugins[index].name.utf8.count)
  }
}

extension String {
  /// A lower-case letter, then lower-case letters, digits and underscores.
  fileprivate var isSnakeCase: Bool {
    guard let first = utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
      default: false
      }
    }
  }
}
