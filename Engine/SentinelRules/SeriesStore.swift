import RuleCompiler
import RuleSyntax
import SentinelModel
import SentinelSeries

/// Groups, windows and calls of a rule set: all that samples are gathered in.
final class SeriesStore {
  let plan: RuleSetPlan
  private(set) var feeds: [SeriesFeed] = []
  private(set) var calls: [BoundCall] = []
  /// The store of the rule set before, and what of it means the same.
  private var ancestor: (store: SeriesStore, lineage: PlanLineage)?
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
  let gaps = GapList()
  /// How many groups there must be for windows to be measured again.
  private var nextMeasurement = 0
  /// Of the column at hand; kept for its memory.
  private var run = SampleRun()
  /// A feed had its first sample in a group, as far as some rule knows: `(feed, group, time)`.
  var onFirstSample: (_ feed: Int, _ group: Int, _ time: Timestamp) -> Void = { _, _, _ in }

  /// - Parameter former: the store of the rule set before; what means the same goes on, once ``inherit(at:)`` is called.
  init(plan: RuleSetPlan, former: (store: SeriesStore, lineage: PlanLineage)? = nil) {
    self.plan = plan
    ancestor = former
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
      mode: plan.spaces[call.space].mode, gaps: gaps)
    callsBySpace[call.space].append(calls.count)
    calls.append(bound)
    callTable.grow(to: calls.count) { Unmanaged.passUnretained(bound) }
    if bound.followsSteps, plan.spaces[call.space].mode == .event { feed.followers.append(bound) }
  }

  /// Takes over groups and windows of the store before, which must not be used any more. O(1) a ring that stays as it
  /// is, else O(groups · panes).
  func inherit(at time: Timestamp) {
    guard let (former, lineage) = ancestor else { return }
    var claims = RingClaims()
    for (space, before) in lineage.spaces.enumerated() {
      guard let before else { continue }
      groups[space] = GroupTable(goingOnFrom: former.groups[before], capacity: plan.spaces[space].maxGroups)
      // What could not be told apart stays counted where it was.
      if lineage.spaces[..<space].contains(before) { groups[space].overflowCount = 0 }
    }
    gaps.inherit(from: former.gaps)
    for feed in feeds {
      guard let before = feed.ancestor else { continue }
      let isSame = lineage.spaces[feed.space] == before.space
      feed.inherit(at: time, places: isSame ? nil : places(of: former.groups[before.space], in: feed.space), &claims)
    }
    for call in calls { call.inherit(from: former.call(like: call.call, in: plan, lineage)) }
    for space in groups.indices { reserve(space) }
    ancestor = nil
  }

  /// Where the groups of another table are in a space, made if need be; those that are gone have none.
  private func places(of table: GroupTable, in space: SpaceID) -> [Int?] {
    table.tuples.indices.map { place(of: $0, in: table, space: space) }
  }

  /// Where a group of another table is in a space, made if need be.
  func place(of group: Int, in table: GroupTable, space: SpaceID) -> Int? {
    guard let tuple = table.tuples[group] else { return nil }
    let place = table.overflowGroup == group ? groups[space].resolveOverflow() : groups[space].resolve(tuple)
    reserve(space)
    return place
  }

  /// The call that meant the same as one of another plan.
  private func call(like other: SeriesCall, in otherPlan: RuleSetPlan, _ lineage: PlanLineage) -> BoundCall? {
    guard let space = lineage.spaces[other.space] else { return nil }
    let meaning = CallMeaning(other, in: otherPlan)
    return callsBySpace[space].lazy.map { self.calls[$0] }.first { CallMeaning($0.call, in: self.plan) == meaning }
  }

  /// A call's value in a group at an instant; see ``BoundCall/value(group:at:seen:)``.
  @inline(__always)
  func value(of call: CallID, group: Int, at instant: Timestamp, seen: Timestamp) -> Double {
    callTable[call]._withUnsafeGuaranteedRef { $0.value(group: group, at: instant, seen: seen) }
  }

  /// The earliest time after `time` at which a call's value may change though no sample comes.
  func changes(after time: Timestamp, lastSample last: Timestamp) -> Timestamp {
    calls.reduce(.distantFuture) { min($0, $1.changes(after: time, lastSample: last)) }
  }

  /// The feed of a metric in a space under a filter, made if need be.
  @discardableResult
  func addFeed(space: SpaceID, metric: MetricID, filter: FilterID) -> Int {
    if let index = feedIndex(space: space, metric: metric, filter: filter) { return index }
    let before = ancestor.flatMap { $0.lineage.feed(space: space, metric: metric, filter: filter, in: $0.store) }
    feeds.append(SeriesFeed(space: space, metric: metric, filter: filter, ancestor: before))
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
    let feedIndices = feedsByMetric[space][column.metric]
    let timestamps = cursor.batch.timestamps
    run.removeAll()
    for place in places {
      let row = column.rows[place]
      let group = rowGroups[Int(row)]
      guard group >= 0 else { continue }
      let weight = column.weights.isEmpty ? 1 : column.weights[place]
      run.append(group: group, at: timestamps[Int(row)], column.values[place], weight: weight, row: row)
    }
    if let overflow = groups[space].overflowGroup {
      groups[space].overflowCount += run.groups.count { $0 == Int32(overflow) }
    }
    for index in feedIndices { add(run, to: index) }
  }

  private func add(_ run: SampleRun, to index: Int) {
    let feed = feeds[index]
    let accepted = feed.filter == 0 ? run : filtered(run, feed.filter)
    for place in 0..<accepted.count where !feed.isSettled(Int(accepted.groups[place])) {
      onFirstSample(index, Int(accepted.groups[place]), accepted.times[place])
    }
    feed.add(accepted, batch: cursor.batch)
  }

  private func filtered(_ run: SampleRun, _ filter: FilterID) -> SampleRun {
    var accepted = SampleRun()
    for place in 0..<run.count where filters[filter].accepts(Int(run.rows[place]), cursor) {
      accepted.append(
        group: run.groups[place], at: run.times[place], run.values[place], weight: run.weights[place],
        row: run.rows[place])
    }
    return accepted
  }

  /// Takes in one sample of a row.
  func add(_ metric: MetricID, space: SpaceID, group: Int, row: Int, value: Double) {
    if groups[space].overflowGroup == group { groups[space].overflowCount += 1 }
    let time = cursor.batch.timestamps[row]
    var single = SampleRun()
    single.append(group: Int32(group), at: time, value, weight: 1, row: Int32(row))
    for index in feedsByMetric[space][metric] {
      // Steps that completed in a silence must be taken in before the sample moves the ring on.
      for call in feeds[index].followers { call.takeSteps(group: group, before: time) }
      add(single, to: index)
    }
  }

  /// Bytes that windows take, without distinct counts. O(groups).
  var windowBytes: Int { feeds.reduce(0) { $0 + $1.windowBytes } }

  /// Gives new groups no place of their own once windows take more than `bytes`.
  ///
  /// Measures where groups have come that might take half of what is left. Called at instants, when what windows hold
  /// doesn't hang on how events came in batches.
  func limitMemory(to limit: Int) {
    let count = groups.reduce(0) { $0 + $1.indexCount }
    guard count >= nextMeasurement else { return }
    let bytes = windowBytes
    let half = (limit - min(limit, bytes)) / max(1, bytes / max(1, count)) / 2
    nextMeasurement = count + min(max(16, half), max(256, count / 16))
    for space in groups.indices { groups[space].isClosed = bytes > limit }
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
