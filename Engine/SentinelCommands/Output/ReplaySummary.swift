package import SentinelModel
package import SentinelIngest
import SentinelPlugin
import SentinelRules
import SentinelRuntime

/// What a replay says at its end, on standard error.
package struct ReplaySummary: Sendable {
  package struct Rule: Sendable {
    package var name: String
    package var timesFired = 0
    package var firingTime = TimeSpan.zero
    package var pendingTime = TimeSpan.zero
    package var evaluations = 0
    package var unknownEvaluations = 0
    /// Unknown evaluations by what was unknown.
    package var unknownReasons: [String: Int] = [:]
    package var groups = 0
    package var overflowSamples = 0

    package init(name: String) { self.name = name }

    init(_ statistics: RuleStatistics) {
      name = statistics.name
      timesFired = statistics.timesFired
      firingTime = statistics.firingTime
      pendingTime = statistics.pendingTime
      evaluations = statistics.evaluations
      unknownEvaluations = statistics.unknownEvaluations
      unknownReasons = statistics.unknownReasons
      groups = statistics.groups
      overflowSamples = statistics.overflowSamples
    }
  }

  /// Something that could not be measured, with how often.
  package struct Tally: Sendable {
    package var reason: String
    package var name: String
    package var count: Int

    package init(reason: String, name: String, count: Int) {
      self.reason = reason
      self.name = name
      self.count = count
    }
  }

  package var rules: [Rule] = []
  package var tallies: [Tally] = []
  /// The input could not be read to its end.
  package var isPartial = false
  package var events = 0
  package var refused = 0
  package var duration = TimeSpan.zero
  package var firstTimestamp: Timestamp?
  package var lastTimestamp: Timestamp?
  package var dataVersions: [(type: String, version: String)] = []
  /// What events held that was taken for nothing.
  package var oddities = EventOddities()
  /// The configuration file and the detectors that it has options for.
  package var configuration: (path: String, detectors: [String])?

  package init() {}

  init(_ report: EngineReport, refused: Int, duration: TimeSpan) {
    rules = report.rules.map(Rule.init)
    tallies = report.tallies.entries.map { Tally(reason: $0.key.reason, name: $0.key.name, count: $0.count) }
    events = report.eventCount
    self.refused = refused
    self.duration = duration
    firstTimestamp = report.firstTimestamp
    lastTimestamp = report.lastTimestamp
    dataVersions = report.dataVersions
  }

  package var text: String {
    var table = TextTable([
      .init("rule"), .init("fired", .right), .init("firing", .right), .init("pending", .right),
      .init("unknown", .right), .init("mostly because of"), .init("groups", .right), .init("overflow", .right),
    ])
    for rule in rules.sorted(by: { $0.name < $1.name }) { table.append(cells(rule)) }
    if isPartial, events == 0 { return "partial: no event was judged before the input failed\n" }
    let head = isPartial ? "partial: what was judged before the input failed\n\n" : ""
    return head + table.text + "\n" + totals + tallyLines + OddityText.lines(oddities) + silentRules
  }

  /// Rules that had nothing to judge: often a misspelt label.
  private var silentRules: String {
    let names = rules.filter { $0.groups == 0 && $0.evaluations == 0 && $0.timesFired == 0 }.map(\.name).sorted()
    guard events > 0, !names.isEmpty else { return "" }
    let shown = names.prefix(Self.nameLimit).joined(separator: ", ")
    let more = names.count > Self.nameLimit ? " and \(names.count - Self.nameLimit) more" : ""
    return "never judged, as no sample of their metrics came, or none passed 'where': \(shown)\(more)\n"
  }

  private func cells(_ rule: Rule) -> [String] {
    // Of reasons with equal counts the first by name.
    let reason = rule.unknownReasons.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return [
      rule.name, Figures.grouped(rule.timesFired), Figures.duration(rule.firingTime),
      Figures.duration(rule.pendingTime), Figures.share(rule.unknownEvaluations, of: rule.evaluations),
      reason ?? "", Figures.grouped(rule.groups),
      rule.overflowSamples > 0 ? Figures.grouped(rule.overflowSamples) : "–",
    ]
  }

  private var totals: String {
    var text = "\(Count.text(events, "event")), \(Figures.grouped(refused)) refused"
    if let firstTimestamp, let lastTimestamp {
      text += ", from \(firstTimestamp.rfc3339) to \(lastTimestamp.rfc3339)"
    }
    text += pace + "\n"
    for (type, version) in dataVersions { text += "data of '\(type)': version \(version)\n" }
    if let configuration, !configuration.detectors.isEmpty {
      let types = configuration.detectors.map { "'\($0)'" }.joined(separator: ", ")
      text += "options of \(types): from \(configuration.path)\n"
    }
    return text
  }

  /// A rate of a moment's work says nothing.
  private var pace: String {
    guard duration > .zero else { return "" }
    guard duration >= .milliseconds(100) else { return "; took \(max(1, duration.nanoseconds / 1_000_000)) ms" }
    let rate = Int(min(1e15, Double(events) / duration.seconds))
    let rateText = events > 0 ? " (\(Figures.grouped(rate))/s)" : ""
    return "; took \(Figures.fixed(duration.seconds, digits: 1)) s\(rateText)"
  }

  /// How many names of one reason are listed.
  private static let nameLimit = 10

  private var tallyLines: String {
    var reasons: [String] = []
    for tally in tallies where !reasons.contains(tally.reason) { reasons.append(tally.reason) }
    return reasons.map { reason in
      let own = tallies.filter { $0.reason == reason }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
      let shown = own.prefix(Self.nameLimit).map { "\($0.name) (\(Figures.grouped($0.count)))" }
      let more = own.count > shown.count ? " and \(own.count - shown.count) more" : ""
      return "\(reason): \(shown.joined(separator: ", "))\(more)\n"
    }.joined()
  }
}
