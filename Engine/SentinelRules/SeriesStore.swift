import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries

/// Groups, windows and calls of a rule set: all that samples are gathered in.
final class SeriesStore {
  let plan: RuleSetPlan
  private(set) var feeds: [SeriesFeed] = []
  private var calls: [BoundCall] = []
  /// The calls again, for reading without counts; they live as long as the store.
  private let callTable = Slab<Unmanaged<BoundCall>>()
  var groups: [GroupTable]
  /// The batch whose rows are being taken in.
  private(set) var cursor: EventCursor
  private var resolvers: [RowResolver]
  private var filters: [FilterResolver]
  /// Feeds of each space by metric.
  private var feedsByMetric: [[[Int]]]
  private var callsBySpace: [[Int]]
  private let machine: Machine
  /// A feed had its first sample in a group, as far as some rule knows: `(feed, group, time)`.
  var onFirstSample: (_ feed: Int, _ group: Int, _ time: Timestamp) -> Void = { _, _, _ in }

  init(plan: RuleSetPlan) {
    self.plan = plan
    groups = plan.spaces.map { GroupTable(by: $0.by, capacity: $0.maxGroups) }
    cursor = EventCursor(EventBatch(layout: BatchLayout(labels: [], numbers: [], texts: [], metrics: [])))
    resolvers = plan.spaces.map { RowResolver(space: $0) }
    filters = plan.filters.map { FilterResolver($0) }
    feedsByMetric = Array(repeating: Array(repeating: [], count: plan.metrics.count), count: plan.spaces.count)
    callsBySpace = Array(repeating: [], count: plan.spaces.count)
    machine = Machine(functions: plan.functions)
    for call in plan.calls { bind(call) }
  }

  private func bind(_ call: SeriesCall) {
    let feed = feeds[addFeed(space: call.space, metric: call.metric, filter: call.filter)]
    var function: PluginFunction?
    if case .plugin(_, let index) = call.function, plan.functions.indices.contains(index) {
      function = plan.functions[index]
    }
    let bound = BoundCall(
      call, feed: feed, metric: plan.metrics[call.metric].metric, function: function,
      mode: plan.spaces[call.space].mode)
    callsBySpace[call.space].append(calls.count)
    calls.append(bound)
    callTable.grow(to: calls.count) { Unmanaged.passUnretained(bound) }
    if bound.followsSteps, plan.spaces[call.space].mode == .event { feed.followers.append(bound) }
  }

  /// A call's value in a group at an instant; see ``BoundCall/value(group:at:seen:)``.
  @inline(__always)
  func value(of call: CallID, group: Int, at instant: Timestamp, seen: Timestamp) -> Double {
    callTable[call]._withUnsafeGuaranteedRef { $0.value(group: group, at: instant, seen: seen) }
  }

  /// The feed of a metric in a space under a filter, made if need be.
  @discardableResult
  func addFeed(space: SpaceID, metric: MetricID, filter: FilterID) -> Int {
    if let index = feedIndex(space: space, metric: metric, filter: filter) { return index }
    feeds.append(SeriesFeed(space: space, metric: metric, filter: filter))
    feedsByMetric[space][metric].append(feeds.count - 1)
    return feeds.count - 1
  }

  func feedIndex(space: SpaceID, metric: MetricID, filter: FilterID) -> Int? {
    feedsByMetric[space][metric].first { feeds[$0].filter == filter }
  }

  func keeps(_ metric: MetricID, space: SpaceID) -> Bool { !feedsByMetric[space][metric].isEmpty }

  /// The metrics that a space keeps.
  func metrics(of space: SpaceID) -> [MetricID] {
    feedsByMetric[space].indices.filter { !feedsByMetric[space][$0].isEmpty }
  }

  /// Must be called before samples of another batch are taken in.
  func begin(_ batch: EventBatch, samples: RowSampleTable) {
    cursor = EventCursor(batch, samples: samples)
    for index in resolvers.indices { resolvers[index].begin(batch) }
    for index in filters.indices { filters[index].begin(batch) }
  }

  /// The group of a row in a space, or nil where `where` doesn't hold.
  func group(of row: Int, space: SpaceID) -> Int? {
    let before = groups[space].indexCount
    let group = resolvers[space].group(of: row, cursor, groups: &groups[space], machine: machine)
    if groups[space].indexCount > before { reserve(space) }
    return group
  }

  func passes(_ row: Int, space: SpaceID) -> Bool { resolvers[space].passes(row, cursor, machine) }

  /// The values of `by` of a row.
  func tuple(of row: Int, space: SpaceID) -> [String] { resolvers[space].tuple(of: row, cursor) }

  /// The group of these `by` values, made if need be.
  func group(of tuple: [String], space: SpaceID) -> Int {
    let group = groups[space].resolve(tuple)
    reserve(space)
    return group
  }

  private func reserve(_ space: SpaceID) {
    let count = groups[space].indexCount
    for indices in feedsByMetric[space] { for index in indices { feeds[index].reserve(groups: count) } }
    for index in callsBySpace[space] { calls[index].reserve(groups: count) }
  }

  /// Takes in samples of a metric whose rows have groups; -1 is none.
  func add(_ column: RowSamples, _ places: Range<Int>, space: SpaceID, groups rowGroups: [Int32]) {
    let batch = cursor.batch
    if let overflow = groups[space].overflowGroup {
      for place in places where rowGroups[Int(column.rows[place])] == Int32(overflow) {
        groups[space].overflowCount += 1
      }
    }
    for index in feedsByMetric[space][column.metric] {
      let feed = feeds[index]
      for place in places {
        let row = Int(column.rows[place])
        let group = Int(rowGroups[row])
        guard group >= 0, filters[feed.filter].accepts(row, cursor) else { continue }
        let time = batch.timestamps[row]
        if !feed.isSettled(group) { onFirstSample(index, group, time) }
        let weight = column.weights.isEmpty ? 1 : column.weights[place]
        feed.add(group: group, at: time, column.values[place], weight: weight, row: row, batch: batch)
      }
    }
  }

  /// Takes in one sample of a row.
  func add(_ metric: MetricID, space: SpaceID, group: Int, row: Int, value: Double) {
    if groups[space].overflowGroup == group { groups[space].overflowCount += 1 }
    let time = cursor.batch.timestamps[row]
    for index in feedsByMetric[space][metric] {
      let feed = feeds[index]
      guard filters[feed.filter].accepts(row, cursor) else { continue }
      // Steps that completed in a silence must be taken in before the sample moves the ring on.
      for call in feed.followers { call.takeSteps(group: group, until: time) }
      if !feed.isSettled(group) { onFirstSample(index, group, time) }
      feed.add(group: group, at: time, value, weight: 1, row: row, batch: cursor.batch)
    }
  }

  /// Forgets a group and all that was gathered for it.
  func remove(group: Int, space: SpaceID) {
    for indices in feedsByMetric[space] { for index in indices { feeds[index].clear(group: group) } }
    for index in callsBySpace[space] { calls[index].clear(group: group) }
    groups[space].remove(group)
    // Answers kept for the batch at hand may name the group.
    resolvers[space].forget()
  }
}
