package import ArgumentParser
import SentinelConfiguration
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelRuntime

/// `sentinel replay`
package struct ReplayCommand: EngineCommand {
  package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case ndjson
  }

  package static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Judge recorded events by rules: what would have fired, and when.",
    discussion: """
      Prints each change of an alert as a line of text or JSON; a summary goes to standard error. Inputs are NDJSON, \
      JSON or (by the extension .csv) CSV, each also with gzip; '-' is standard input. Several inputs may be named in \
      any order: their events are put in the order of time. Within an input an event may stand at most \
      --reorder-buffer events behind its place in time; one that stands further behind ends the replay.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Rule files or directories.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String]

  @OptionGroup var events: InputOptions

  @OptionGroup var configuration: ConfigurationOptions

  @Option(
    help: ArgumentHelp("How long to go on judging behind the last event (default: 0s).", valueName: "duration"),
    transform: DurationOption.read)
  var drain = TimeSpan.zero

  @Flag(help: "Take no costs from the price table: only reported costs count.")
  var noPrices = false

  @Flag(help: "Exit with 1 if an event was refused, and take warnings about rules for errors.")
  var strict = false

  @Option(
    help: """
      How to print transitions: ndjson, or text, a line for people without evidence (default: text on a terminal, else \
      ndjson).
      """)
  var format: Format?

  @Flag(help: "No progress bar and no summary.")
  var quiet = false

  @OptionGroup(title: "Scoring") var scoring: ScoringOptions

  package init() {}

  package func validate() throws {
    if events.input.isEmpty { throw ValidationError("Missing expected argument '--input <file> ...'") }
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    try events.requireFiles()
    let labels = try scoring.series(inputs: events.input, in: context)
    let configured = try configuration.read(in: context)
    var loaded = try RuleSetLoader(registry: context.registry).load(rules)
    loaded.diagnostics.append(contentsOf: configured.diagnostics)
    let report = DiagnosticReport(context.messageConsole, isStrict: strict)
    let findings = report.prepared(loaded.diagnostics)
    context.messages.write(report.text(findings))
    guard let plan = loaded.plan, !findings.hasErrors else { return .faultyInput }
    let settings = EngineSettings(usesPrices: !noPrices, detectors: configured.detectors)
    let replay = Replay(
      context: context, events: events, drain: drain, isQuiet: quiet,
      format: format ?? (context.outputConsole.isTerminal ? .text : .ndjson), settings: settings)
    var result = try replay.run(plan)
    result.summary.configuration = configured.path.map { ($0, configured.detectors.keys.sorted()) }
    finish(result, labels, in: context)
    if let failure = result.failure { throw failure }
    return strict && result.refusals.count > 0 ? .faultyInput : .done
  }

  private func finish(_ result: Replay.Result, _ labels: LabelledSeries?, in context: CommandContext) {
    for entry in result.refusals.first { context.messages.writeLine("refused: \(entry.description)") }
    let more = result.refusals.count - result.refusals.first.count
    if more > 0 { context.messages.writeLine("refused: \(Count.text(more, "more event"))") }
    if !quiet { context.messages.write(result.summary.text) }
    guard result.failure == nil, let labels else { return }
    guard let start = result.summary.firstTimestamp, let end = result.summary.lastTimestamp else { return }
    for warning in scoring.warnings(labels, inputFrom: start, to: end) { context.messages.writeLine(warning) }
    let score = Score(
      alerts: result.alerts.times, series: labels, start: start, end: end, settings: scoring.settings)
    context.messages.write("\n" + ScoreTable.text(score, series: labels.name))
  }
}
