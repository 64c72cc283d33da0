import ArgumentParser
import SentinelDiagnostics
import SentinelModel

/// What `--labels` takes and how it scores.
struct ScoringOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Score the alerts against the labelled windows of this JSON file.", valueName: "file"),
    completion: .file())
  var labels: String?

  @Option(
    help: ArgumentHelp("The series of the labels; without it that of the inputs' file names.", valueName: "name"))
  var series: String?

  @Option(
    help: ArgumentHelp(
      "How long behind a window an alert still counts as found (default: \(Score.Settings().grace.literal)).",
      valueName: "duration"),
    transform: DurationOption.read)
  var grace = Score.Settings().grace

  @Option(
    help: ArgumentHelp(
      "False alerts at most this far apart are one (default: \(Score.Settings().merge.literal)).", valueName: "duration"
    ),
    transform: DurationOption.read)
  var merge = Score.Settings().merge

  @Option(
    help: ArgumentHelp(
      "Time at the start that is not scored (default: \(Score.Settings().warmup.literal)).", valueName: "duration"),
    transform: DurationOption.read)
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
    throw ValidationError(fault(in: file, inputs: inputs))
  }

  /// What makes a score say less than it seems to.
  func warnings(_ series: LabelledSeries, inputFrom start: Timestamp, to end: Timestamp) -> [String] {
    [warmupWarning(series, start, end), outsideWarning(series, start, end)].compactMap { $0 }
  }

  private func warmupWarning(_ series: LabelledSeries, _ start: Timestamp, _ end: Timestamp) -> String? {
    let first = (series.start ?? start) + warmup
    guard first >= series.end ?? end, !series.windows.isEmpty else { return nil }
    return """
      warning: nothing is scored: the input ends at \((series.end ?? end).rfc3339), the warm-up of \(warmup.literal) not \
      before \(first.rfc3339); shorten it with --warmup
      """
  }

  /// Windows that no event could have found, which are nearly always due to a zone or a unit of time.
  private func outsideWarning(_ series: LabelledSeries, _ start: Timestamp, _ end: Timestamp) -> String? {
    let first = (series.start ?? start) + warmup
    let outside = series.windows(outside: start, end).filter { $0.end >= first }
    guard let from = outside.map(\.start).min(), let to = outside.map(\.end).max() else { return nil }
    let lie = series.windows.count == 1 ? "lies outside of the input and counts" : "lie outside of the input and count"
    return """
      warning: \(outside.count) of \(Count.text(series.windows.count, "labelled window")) \(lie) as missed: the input \
      goes from \(start.rfc3339) to \(end.rfc3339), these windows from \(from.rfc3339) to \(to.rfc3339); are the zone \
      and the unit of their times right?
      """
  }

  private func fault(in file: LabelFile, inputs: [String]) -> String {
    let path = labels ?? ""
    let names = file.series.map(\.name)
    guard !names.isEmpty else { return "\(path) has no series" }
    if let series { return UnknownName.error("series", series, in: names).message + "; " + Self.list(names, of: path) }
    let namesakes = file.namesakes(of: inputs)
    if namesakes.isEmpty {
      return "no series of \(path) is named like an input; name one with --series; " + Self.list(names, of: path)
    }
    return "the path of no input ends like a series of \(path); if one of these is meant, name it with --series: "
      + namesakes.prefix(Self.nameLimit).joined(separator: ", ")
  }

  private static func list(_ names: [String], of path: String) -> String {
    let more = names.count > nameLimit ? " and \(names.count - nameLimit) more" : ""
    return "\(path) has " + names.prefix(nameLimit).joined(separator: ", ") + more
  }

  private static let nameLimit = 10
}
