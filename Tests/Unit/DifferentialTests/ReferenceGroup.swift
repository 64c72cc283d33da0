/// One observation of a metric and the event that gave it.
struct ReferenceSample {
  let at: Int64
  let value: Double
  let event: ReferenceEvent
}

/// One group of a rule: every sample it ever had, and its alert.
final class ReferenceGroup {
  /// In the order of the rule's `by`.
  let values: [String]
  let isOverflow: Bool
  /// By metric, in input order, which is time order.
  var samples: [String: [ReferenceSample]] = [:]
  var lastSample: Int64?
  var alert: AlertMachine

  init(values: [String], isOverflow: Bool, alert: AlertMachine) {
    self.values = values
    self.isOverflow = isOverflow
    self.alert = alert
  }

  func append(_ metric: String, _ sample: ReferenceSample) {
    samples[metric, default: []].append(sample)
    lastSample = sample.at
  }

  /// When the metric had its first sample in the group, before filters, if that was at or before `time`.
  func firstSample(of metric: String, by time: Int64) -> Int64? {
    guard let first = samples[metric]?.first?.at, first <= time else { return nil }
    return first
  }

  /// The samples of a metric with `start < at ≤ end`.
  func samples(of metric: String, after start: Int64, through end: Int64) -> ArraySlice<ReferenceSample> {
    let all = samples[metric] ?? []
    return all[Self.index(all, after: start)..<Swift.max(Self.index(all, after: start), Self.index(all, after: end))]
  }

  /// The place of the first sample later than `time`.
  private static func index(_ samples: [ReferenceSample], after time: Int64) -> Int {
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].at <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
