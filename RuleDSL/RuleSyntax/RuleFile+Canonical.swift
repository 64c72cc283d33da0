import SentinelModel

extension RuleFile {
  /// The file as canonical YAML: keys in one order, conditions as one expression each, durations in their shortest
  /// form. Parsing it gives equal declarations; comments and inline tests are not kept.
  public var canonical: String {
    var printer = RuleFilePrinter()
    printer.write(self)
    return printer.output
  }
}

/// Writes declarations as YAML.
struct RuleFilePrinter {
  private(set) var output = ""

  mutating func write(_ file: RuleFile) {
    writeMapping("lists", file.lists.map { ($0.name.value, Self.list($0.elements)) })
    writeMapping("macros", file.macros.map { ($0.name.value, YAMLText.string($0.body.canonical)) })
    var categories: [String?] = []
    for rule in file.rules where !categories.contains(rule.category) { categories.append(rule.category) }
    for category in categories {
      separate()
      output += YAMLText.string(category.map { $0 + "_alerts" } ?? "rules") + ":\n"
      for rule in file.rules where rule.category == category { write(rule) }
    }
  }

  private mutating func separate() {
    if !output.isEmpty { output += "\n" }
  }

  private mutating func writeMapping(_ key: String, _ entries: [(String, String)]) {
    guard !entries.isEmpty else { return }
    separate()
    output += key + ":\n"
    for (name, value) in entries { output += "  \(name): \(value)\n" }
  }

  private static func list(_ elements: [Literal]) -> String {
    let texts = elements.map { element in
      if case .string(let text) = element { YAMLText.string(text) } else { element.canonical }
    }
    return "[" + texts.joined(separator: ", ") + "]"
  }

  // MARK: Rules

  private mutating func write(_ rule: RuleDeclaration) {
    output += "  - name: \(rule.name.value)\n"
    line("description", rule.description.map { YAMLText.string($0.value) })
    line("metric", rule.metric.map { YAMLText.string($0.value) })
    line("on", rule.mode?.value == .event ? "event" : nil)
    line("where", rule.filter.map { YAMLText.string($0.expression.canonical) })
    line("by", rule.by.map { Self.list($0.value.map { .string($0.value) }) })
    line("window", rule.window.map(\.value.literal))
    line("every", rule.every.map(\.value.literal))
    line("condition", rule.condition.map { YAMLText.string($0.expression.canonical) })
    line("for", rule.hold.map(\.value.literal))
    line("keep_firing_for", rule.keepFiringFor.map(\.value.literal))
    line("no_data", rule.noData.map(\.value.rawValue))
    line("severity", rule.severity.map(\.value.name))
    map("severity", (rule.severityMap ?? []).map { ($0.severity.value.name, $0.condition.expression.canonical) })
    map("labels", rule.labels.map { ($0.name.value, $0.value.value) })
    map("annotations", rule.annotations.map { ($0.name.value, $0.template.text) })
    line("enabled", rule.enabled.map { $0.value ? "true" : "false" })
    line("action", rule.action.map { YAMLText.string($0.value) })
    line("group_ttl", rule.groupTTL.map(\.value.literal))
    line("max_groups", rule.maxGroups.map { "\($0.value)" })
  }

  private mutating func line(_ key: String, _ value: String?) {
    guard let value else { return }
    output += "    \(key): \(value)\n"
  }

  private mutating func map(_ key: String, _ entries: [(String, String)]) {
    guard !entries.isEmpty else { return }
    output += "    \(key):\n"
    for (name, value) in entries { output += "      \(YAMLText.string(name)): \(YAMLText.string(value))\n" }
  }
}
