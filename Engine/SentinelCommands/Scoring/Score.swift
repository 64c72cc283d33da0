package import SentinelModel

/// How well alerts agree with labelled windows.
///
/// A window is found when an alert was raised inside [start, end + grace]. Alerts outside of every such interval are
/// false; false alerts closer to the previous one than `merge` count once. Alerts, and windows that end, before the
/// warm-up is over don't count.
package struct Score: Sendable, Equatable {
  package struct Settings: Sendable, Equatable {
    /// How long after a window's end an alert still counts as found.
    package var grace: TimeSpan = .minutes(5)
    /// False alerts at most this far apart are one event.
    package var merge: TimeSpan = .minutes(5)
    /// The time from the start that is not scored.
    package var warmup: TimeSpan = .hours(1)

    package init() {}
  }

  package struct Recall: Sendable, Equatable {
    package var type: String
    package var found: Int
    package var windows: Int

    package init(type: String, found: Int, windows: Int) {
      self.type = type
      self.found = found
      self.windows = windows
    }
  }

  package var windows = 0
  package var found = 0
  package var falseEvents = 0
  /// The scored time.
  package var span = TimeSpan.zero
  /// Minutes outside of windows, and those among them with a false alert.
  package var normalMinutes = 0
  package var falseMinutes = 0
  /// For each found window the time from its start to the first alert, in the order of the windows.
  package var delays: [TimeSpan] = []
  /// In the order of the types' names.
  package var byType: [Recall] = []

  /// Found windows among found windows and false events; nil where there are neither.
  package var precision: Double? { found + falseEvents > 0 ? Double(found) / Double(found + falseEvents) : nil }
  /// Found windows among windows; nil where there are none.
  package var recall: Double? { windows > 0 ? Double(found) / Double(windows) : nil }
  /// The harmonic mean of precision and recall; nil where one of them is missing or 0.
  package var f1: Double? {
    guard let precision, let recall, precision > 0, recall > 0 else { return nil }
    return 2 * precision * recall / (precision + recall)
  }
  package var falseEventsPerDay: Double? { span > .zero ? Double(falseEvents) / (span.seconds / 86_400) : nil }
  package var falseMinuteRate: Double? { normalMinutes > 0 ? Double(falseMinutes) / Double(normalMinutes) : nil }

  /// The quantile of the delays by the nearest rank; nil where there are none.
  package func delay(quantile: Double) -> TimeSpan? {
    let sorted = delays.sorted()
    guard !sorted.isEmpty else { return nil }
    let rank = Int((quantile * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(sorted.count - 1, max(0, rank))]
  }

  /// Seconds; nil where there are none.
  package var meanDelay: Double? {
    delays.isEmpty ? nil : delays.reduce(0) { $0 + $1.seconds } / Double(delays.count)
  }

  /// Scores alerts raised between `start` and `end` against the windows of a series.
  ///
  /// O(a log a + w·log w + w·a + m) for a alerts, w windows and m minutes.
  package init(
    alerts: [Timestamp], series: LabelledSeries, start: Timestamp, end: Timestamp, settings: Settings = Settings()
  ) {
    let first = (series.start ?? start) + settings.warmup
    let end = series.end ?? end
    let live = series.windows.filter { $0.end >= first }
    let alerts = alerts.filter { $0 >= first }.sorted()
    windows = live.count
    span = max(.zero, end - first)
    for window in live { count(window, alerts, settings.grace) }
    byType.sort { $0.type < $1.type }
    let intervals = Interval.merged(live.map { Interval(start: $0.start, end: $0.end + settings.grace) })
    let falseAlerts = alerts.filter { alert in !intervals.contains { $0.start <= alert && alert <= $0.end } }
    for (index, alert) in falseAlerts.enumerated() {
      if index == 0 || alert - falseAlerts[index - 1] > settings.merge { falseEvents += 1 }
    }
    countMinutes(from: first, to: end, outside: intervals, falseAlerts)
  }

  private mutating func count(_ window: LabelledWindow, _ alerts: [Timestamp], _ grace: TimeSpan) {
    let hit = alerts.first { window.start <= $0 && $0 <= window.end + grace }
    if let hit {
      found += 1
      delays.append(hit - window.start)
    }
    let index: Int
    if let known = byType.firstIndex(where: { $0.type == window.type }) {
      index = known
    } else {
      index = byType.count
      byType.append(Recall(type: window.type, found: 0, windows: 0))
    }
    byType[index].windows += 1
    if hit != nil { byType[index].found += 1 }
  }

  /// Walks the minutes from `first` on; a minute is normal if it touches no interval.
  private mutating func countMinutes(
    from first: Timestamp, to end: Timestamp, outside intervals: [Interval], _ alerts: [Timestamp]
  ) {
    let minute = TimeSpan.minutes(1)
    let alertMinutes = Set(alerts.map { $0.floored(to: minute) })
    var next = 0
    var instant = first
    while instant < end {
      while next < intervals.count, intervals[next].end < instant { next += 1 }
      if next == intervals.count || intervals[next].start > instant + minute {
        normalMinutes += 1
        if alertMinutes.contains(instant.floored(to: minute)) { falseMinutes += 1 }
      }
      instant = instant + minute
    }
  }

  /// A closed stretch of time.
  private struct Interval {
    var start: Timestamp
    var end: Timestamp

    /// In order of time, those that overlap made one.
    static func merged(_ intervals: [Interval]) -> [Interval] {
      var result: [Interval] = []
      for interval in intervals.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
        if let last = result.last, interval.start <= last.end {
          result[result.count - 1].end = max(last.end, interval.end)
        } else {
          result.append(interval)
        }
      }
      return result
    }
  }
}
