import SentinelModel
package import SentinelPlugin

/// The plugins in the forms of `sentinel plugins`.
package enum PluginListing {
  package static func text(_ plugins: [Plugin]) -> String {
    guard !plugins.isEmpty else { return "no plugins\n" }
    return plugins.map { plugin in
      var text = "\(plugin.name) \(plugin.version)\n  \(plugin.summary)\n"
      for detector in plugin.detectors { text += detectorText(detector) }
      for function in plugin.functions {
        text += "  function \(FunctionListing.form(function.signature))\n"
      }
      return text
    }.joined(separator: "\n")
  }

  package static func markdown(_ plugins: [Plugin]) -> String {
    plugins.map { plugin in
      var text = "## \(plugin.name) \(plugin.version)\n\n\(plugin.summary)\n"
      for detector in plugin.detectors { text += "\n" + detectorMarkdown(detector) }
      if !plugin.functions.isEmpty {
        text += "\nFunctions: "
        text += plugin.functions.map { "`\(FunctionListing.form($0.signature))`" }.joined(separator: ", ") + "\n"
      }
      return text
    }.joined(separator: "\n")
  }

  package static func json(_ plugins: [Plugin]) -> String {
    var json = JSONWriter()
    json.array { json in for plugin in plugins { json.object { write(plugin, to: &$0) } } }
    return json.text + "\n"
  }

  private static func facts(_ detector: DetectorRegistration) -> [String] {
    let descriptor = detector.descriptor
    var facts = [descriptor.stability.rawValue, detector.isStateful ? "keeps state" : "judges single events"]
    if !descriptor.texts.isEmpty { facts.append("reads texts") }
    if let version = descriptor.dataVersion { facts.append("data version \(version)") }
    return facts
  }

  private static func detectorText(_ detector: DetectorRegistration) -> String {
    var text = "  detector \(detector.descriptor.type): \(detector.descriptor.summary)\n"
    text += "    \(facts(detector).joined(separator: ", "))\n"
    text += "    metrics: \(detector.metrics.map(\.name).joined(separator: ", "))\n"
    for option in detector.options {
      text += "    option \(option.name): \(option.help) (\(option.expectation), default \(option.defaultText))\n"
    }
    return text
  }

  private static func detectorMarkdown(_ detector: DetectorRegistration) -> String {
    var text = "### Detector `\(detector.descriptor.type)`\n\n\(detector.descriptor.summary) "
    text += "(\(facts(detector).joined(separator: ", ")))\n\n"
    text += "Metrics: \(detector.metrics.map { "`\($0.name)`" }.joined(separator: ", "))\n"
    guard !detector.options.isEmpty else { return text }
    var table = TextTable([.init("option"), .init("takes"), .init("default"), .init("meaning")])
    for option in detector.options {
      table.append(["`\(option.name)`", option.expectation, option.defaultText, option.help])
    }
    return text + "\n" + table.markdown
  }

  private static func write(_ plugin: Plugin, to json: inout JSONWriter) {
    json.member("name", plugin.name)
    json.member("version", plugin.version)
    json.member("summary", plugin.summary)
    json.key("detectors")
    json.array { json in for detector in plugin.detectors { json.object { write(detector, to: &$0) } } }
    json.key("functions")
    json.array { json in for function in plugin.functions { json.string(function.signature.name) } }
  }

  private static func write(_ detector: DetectorRegistration, to json: inout JSONWriter) {
    json.member("type", detector.descriptor.type)
    json.member("summary", detector.descriptor.summary)
    json.member("stability", detector.descriptor.stability.rawValue)
    json.key("stateful")
    json.boolean(detector.isStateful)
    if let version = detector.descriptor.dataVersion { json.member("data_version", version) }
    json.key("metrics")
    json.array { json in for metric in detector.metrics { json.string(metric.name) } }
    json.key("schema")
    json.raw(detector.jsonSchema)
  }
}
