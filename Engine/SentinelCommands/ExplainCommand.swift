package import ArgumentParser
import RuleCompiler
import RuleSyntax
import SentinelConfiguration
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// `sentinel explain`
package struct ExplainCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a diagnostic code, or a rule and what it sees.",
    discussion: """
      'sentinel explain SR203' prints the page of a code. 'sentinel explain RULE --rules PATH' prints the rule's \
      syntax tree, windows, memory and cost; with --input and --at also, for each group, the state of its alert at that \
      instant and the value of each part of the condition. A rule on single events (on: event) is judged at each event: \
      of it the event that raised each alert is shown.
      """)

  @Argument(
    help: ArgumentHelp("A diagnostic code (SR203) or the name of a rule.", valueName: "code-or-rule"),
    completion: .list(DiagnosticCode.all.map(\.id)))
  var subject: String

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Rule files or directories.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String] = []

  @OptionGroup var events: InputOptions

  @OptionGroup var configuration: ConfigurationOptions

  @Option(
    help: ArgumentHelp("The instant to look at; without it the end of the input.", valueName: "time"),
    transform: DurationOption.readTime)
  var at: Timestamp?

  @Option(
    help: ArgumentHelp(
      "Only groups with these labels, as service=chat,model=m (default: the first \(SnapshotPage.groupLimit)).",
      valueName: "label=value"),
    transform: GroupChoice.init(reading:))
  var group: GroupChoice?

  package init() {}

  package func validate() throws {
    if at != nil, events.input.isEmpty { throw ValidationError("--at needs --input") }
    if group != nil, events.input.isEmpty { throw ValidationError("--group needs --input") }
    if !events.input.isEmpty, rules.isEmpty { throw ValidationError("--input needs --rules") }
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    let id = subject.uppercased()
    if let code = DiagnosticCode.all.first(where: { $0.id == id }) {
      context.output.write(CodePage.text(code))
      return .done
    }
    guard !rules.isEmpty else {
      if Self.looksLikeCode(id) { throw UnknownName.error("code", id, in: DiagnosticCode.all.map(\.id)) }
      throw ValidationError("to explain the rule '\(subject)', name its file with --rules")
    }
    return try explainRule(in: context)
  }

  private static func looksLikeCode(_ id: String) -> Bool {
    id.hasPrefix("SR") && id.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }

  private func explainRule(in context: CommandContext) throws -> ExitStatus {
    try events.requireFiles()
    let configured = try configuration.read(in: context)
    var loaded = try RuleSetLoader(registry: context.registry).load(rules)
    loaded.diagnostics.append(contentsOf: configured.diagnostics)
    context.messages.write(DiagnosticReport(context.messageConsole).text(loaded.diagnostics))
    guard let plan = loaded.plan, !loaded.diagnostics.hasErrors else { return .faultyInput }
    let names = loaded.declarations.map(\.name.value)
    guard let declaration = loaded.declarations.first(where: { $0.name.value == subject }) else {
      throw UnknownName.error("rule", subject, in: names)
    }
    guard let index = plan.rules.firstIndex(where: { $0.name == subject }) else {
      context.output.writeLine("the rule '\(subject)' is disabled (enabled: false)")
      return .done
    }
    try show(
      RulePage(plan: plan, rule: index, declaration: declaration), EngineSettings(detectors: configured.detectors),
      context)
    return .done
  }

  /// The page of a rule, then what it sees in the input, if there is one.
  private func show(_ page: RulePage, _ settings: EngineSettings, _ context: CommandContext) throws {
    let rule = page.plan.rules[page.rule]
    let by = page.plan.spaces.indices.contains(rule.space) ? page.plan.spaces[rule.space].by : []
    try group?.check(against: by, of: rule.name)
    context.output.write(page.text)
    guard !events.input.isEmpty else { return }
    let snapshot = RuleSnapshot(context: context, events: events, time: at, settings: settings)
    let seen = try snapshot.take(rule: page.rule, plan: page.plan)
    context.output.write("\n" + SnapshotPage(rule: rule, seen: seen, wanted: at, choice: group).text)
  }
}
