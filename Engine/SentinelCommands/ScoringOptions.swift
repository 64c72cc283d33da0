import ArgumentParser
import SentinelDiagnostics
import SentinelModel

/// What `--labels` takes and how it scores.
struct ScoringOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Score the alerts against the labelled windows of this JSON file.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp("The series of the labels; without it that of the inputs' file names.", valueName: "name"))
  var series: String?

  @Option(
    help: ArgumentHelp("How long behind a window an alert still counts as found.", valueName: "duration"),
    transform: DurationOption.read)
  var grace = Score.Settings().grace

  @Option(
    help: ArgumentHelp("False alerts closer than this are one.", valueName: "duration"), transform: DurationOption.read)
  var merge = Score.Settings().merge

  @Option(
    help: ArgumentHelp("Time at the start that is not scored.", valueName: "duration"), transform: DurationOption.read)
  var warmup = Score.Settings().warmup

  func validate() throws {
    if series != nil, labels == nil { throw ValidationError("--series needs --labels") }
  }

  var settings: Score.Settings {
    var settings = Score.Settings()
    settings.grace = grace
    settings.merge = merge
    settings.warmup = warmup
    return settings
  }

  /// The labels to score against; nil where nobody asked to score.
  func series(inputs: [String], in context: CommandContext) throws -> LabelledSeries? {
    guard let labels else { return nil }
    guard FileSystem.kind(of: labels) != nil else { throw MissingPath(path: labels) }
    var diagnostics = Diagnostics()
    guard let source = RuleSetLoader(registry: context.registry).read(labels, diagnostics: &diagnostics) else {
      throw diagnostics
    }
    let file = try LabelFile(path: labels, bytes: source.bytes)
    if let series = file.labels(named: series, inputs: inputs) { return series }
    let names = file.series.map(\.name).joined(separator: ", ")
    throw ValidationError(
      series.map { "there is no series '\($0)' in \(labels); there are \(names)" }
        ?? "no series of \(labels) is named like an input; name one with --series: \(names)")
  }
}
