import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelPatterns

/// Groups, windows and calls of a rule set: all that samples are gathered in.
final class SeriesStore {
  let plan: RuleSetPlan
  private(set) var feeds: [SeriesFeed] = []
  private(set) var calls: [BoundCall] = []
  var groups: [GroupTable]
  private var resolvers: [RowResolver]
  /// Feeds of each space by metric.
  private var feedsByMetric: [[MetricID: [Int]]]
  /// What each feed keeps calls in.
  private var callsBySpace: [[Int]]
  private var machine: Machine
  /// Which rules have yet to learn of a first sample: `(feed, group, row's time)`.
  var onFirstSample: (_ feed: Int, _ group: Int, _ time: Timestamp) -> Void = { _, _, _ in }

  init(plan: RuleSetPlan) {
    self.plan = plan
    groups = plan.spaces.map { GroupTable(by: $0.by, capacity: $0.maxGroups) }
    resolvers = plan.spaces.map { RowResolver(space: $0) }
    feedsByMetric = Array(repeating: [:], count: plan.spaces.count)
    callsBySpace = Array(repeating: [], count: plan.spaces.count)
    machine = Machine(functions: plan.functions)
    for call in plan.calls {
      let feed = feeds[addFeed(space: call.space, metric: call.metric, filter: call.filter)]
      let function: PluginFunction? =
        if case .plugin(_, let index) = call.function, plan.functions.indices.contains(index) {
          plan.functions[index]
        } else {
          nil
        }
      let bound = BoundCall(
        call, feed: feed, metric: plan.metrics[call.metric].metric, function: function,
        mode: plan.spaces[call.space].mode)
      callsBySpace[call.space].append(calls.count)
      calls.append(bound)
    }
  }

  /// The feed of a metric in a space under a filter, made if need be.
  @discardableResult
  func addFeed(space: SpaceID, metric: MetricID, filter: FilterID) -> Int {
    if let index = feedIndex(space: space, metric: metric, filter: filter) { return index }
    feeds.append(SeriesFeed(space: space, metric: metric, filter: plan.filters[filter]))
    feedsByMetric[space][metric, default: []].append(feeds.count - 1)
    return feeds.count - 1
  }

  func feedIndex(space: SpaceID, metric: MetricID, filter: FilterID) -> Int? {
    feedsByMetric[space][metric]?.first { feeds[$0].filter == plan.filters[filter] }
  }

  func keeps(_ metric: MetricID, space: SpaceID) -> Bool { feedsByMetric[space][metric] != nil }

  /// The metrics that a space keeps.
  func metrics(of space: SpaceID) -> [MetricID] { feedsByMetric[space].keys.sorted() }

  /// Must be called before samples of another batch are taken in.
  func begin(_ batch: EventBatch) {
    for index in resolvers.indices { resolvers[index].begin(batch) }
  }

  /// The group of a row in a space, or nil where `where` doesn't hold.
  func group(of row: Int, in batch: EventBatch, space: SpaceID) -> Int? {
    let before = groups[space].indexCount
    let group = resolvers[space].group(of: row, in: batch, groups: &groups[space], machine: &machine)
    if groups[space].indexCount > before { reserve(space) }
    return group
  }

  func passes(_ row: Int, in batch: EventBatch, space: SpaceID) -> Bool {
    resolvers[space].passes(row, batch, &machine)
  }

  /// The group of these `by` values, made if need be.
  func group(of tuple: [String], space: SpaceID) -> Int {
    let group = groups[space].resolve(tuple)
    reserve(space)
    return group
  }

  private func reserve(_ space: SpaceID) {
    let count = groups[space].indexCount
    for indices in feedsByMetric[space].values { for index in indices { feeds[index].reserve(groups: count) } }
    for index in callsBySpace[space] { calls[index].reserve(groups: count) }
  }

  /// Takes in a sample of a row whose group is known.
  func add(
    _ metric: MetricID, space: SpaceID, group: Int, row: Int, batch: EventBatch, value: Double, weight: Double
  ) {
    guard let indices = feedsByMetric[space][metric] else { return }
    if groups[space].overflowGroup == group { groups[space].overflowCount += 1 }
    for index in indices {
      let feed = feeds[index]
      guard feed.filter.matchers.isEmpty || Self.matches(feed.filter, row, batch) else { continue }
      if !feed.isSettled[group] { onFirstSample(index, group, batch.timestamps[row]) }
      feed.add(group: group, at: batch.timestamps[row], value, weight: weight, row: row, batch: batch)
    }
  }

  private static func matches(_ filter: LabelFilter, _ row: Int, _ batch: EventBatch) -> Bool {
    filter.matchers.allSatisfy { matcher in
      let context = EventContext(batch: batch, row: row)
      return context.withBytes(of: .label(matcher.label)) { bytes in
        switch matcher.test {
        case .equals(let text): bytes.elementsEqual(text.utf8)
        case .differs(let text): !bytes.elementsEqual(text.utf8)
        case .matches(let pattern): pattern.matchesWhole(bytes)
        case .matchesNot(let pattern): !pattern.matchesWhole(bytes)
        }
      }
    }
  }

  /// Forgets a group and all that was gathered for it.
  func remove(group: Int, space: SpaceID) {
    for indices in feedsByMetric[space].values { for index in indices { feeds[index].clear(group: group) } }
    for index in callsBySpace[space] { calls[index].clear(group: group) }
    groups[space].remove(group)
    // Answers kept for the batch at hand may name the group.
    resolvers[space].forget()
  }
}
