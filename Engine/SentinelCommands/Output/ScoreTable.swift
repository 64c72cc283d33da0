import SentinelModel

/// A score as a table for people.
package enum ScoreTable {
  package static func text(_ score: Score, series: String) -> String {
    var text = "score against \(series)\n"
    var table = TextTable([.init("figure"), .init("value", .right)])
    table.append(["windows", "\(score.windows)"])
    table.append(["found", "\(score.found)"])
    table.append(["false alerts", "\(score.falseEvents)"])
    table.append(["precision", percent(score.precision)])
    table.append(["recall", percent(score.recall)])
    table.append(["F1", percent(score.f1)])
    table.append(["false alerts a day", score.falseEventsPerDay.map { Figures.fixed($0, digits: 2) } ?? "–"])
    table.append(["normal minutes with a false alert", percent(score.falseMinuteRate)])
    table.append(["time to detect, mean", score.meanDelay.map(duration) ?? "–"])
    for (title, quantile) in [("median", 0.5), ("p95", 0.95), ("max", 1.0)] {
      table.append(["time to detect, \(title)", score.delay(quantile: quantile).map(Figures.duration) ?? "–"])
    }
    for recall in score.byType { table.append(["found of \(recall.type)", "\(recall.found)/\(recall.windows)"]) }
    text += table.text
    return text
  }

  private static func duration(_ seconds: Double) -> String {
    Figures.duration(TimeSpan(nanoseconds: Int64(min(9e9, seconds) * 1e9)))
  }

  private static func percent(_ share: Double?) -> String {
    share.map { Figures.fixed(100 * $0, digits: 2) + "%" } ?? "–"
  }
}
