import RuleCompiler
import SentinelModel
import SentinelSeries

/// All that is kept of one metric's samples in one space under one label filter: the rings that calls look through.
final class SeriesFeed {
  let space: SpaceID
  let metric: MetricID
  let filter: FilterID
  var moments: [MomentRing] = []
  var histograms: [HistogramRing] = []
  var distincts: [(label: LabelReference, ring: DistinctRing)] = []
  /// Of each ring, where what it holds comes from and how far back it is whole.
  var origins = (moments: [RingOrigin](), histograms: [RingOrigin](), distincts: [RingOrigin]())
  /// What gathered the same samples for the rule set before.
  let ancestor: SeriesFeed?
  /// Averages over steps in rules on events: they take steps in before a sample moves the ring on.
  var followers: [BoundCall] = []
  private let groups = Slab<Group>()

  private struct Group {
    /// Whether every rule that follows the feed knows of the group's first sample.
    var isSettled = false
    var lastSeen = Timestamp.distantPast
    /// Counts samples that came behind a newer one: what was computed from complete steps is stale then.
    var lateCount = 0
  }
  let exemplars = ExemplarStore()

  init(space: SpaceID, metric: MetricID, filter: FilterID, ancestor: SeriesFeed? = nil) {
    self.space = space
    self.metric = metric
    self.filter = filter
    self.ancestor = ancestor
  }

  /// The ring of this geometry that has at least `parts`: one is made, or one made before is widened. Ends are kept
  /// apart: they take memory of their own, which windows that don't ask for them shall not pay. So is what has other
  /// ancestors: a part that was not kept before must not look as if it had been.
  ///
  /// Rings are made while the engine is set up, before any sample.
  func addMoments(_ geometry: PaneGeometry, parts: MomentParts, isStepped: Bool = false) -> Int {
    let apart: MomentParts = [.ends, .last]
    let source = momentSource(geometry, parts, isStepped)
    if let index = moments.indices.first(where: {
      moments[$0].geometry.width == geometry.width && origins.moments[$0].source == source
        && moments[$0].parts.intersection(apart) == parts.intersection(apart)
    }) {
      let count = max(geometry.count, moments[index].geometry.count)
      let wider = PaneGeometry(width: geometry.width, count: count)
      moments[index] = MomentRing(geometry: wider, parts: moments[index].parts.union(parts))
      return index
    }
    moments.append(MomentRing(geometry: geometry, parts: parts))
    origins.moments.append(RingOrigin(source: source))
    return moments.count - 1
  }

  func addHistogram(
    _ geometry: PaneGeometry, view: (window: TimeSpan, offset: TimeSpan)?, quantile: Double?,
    keepsValues: Bool = false, isStepped: Bool = false
  ) -> Int {
    let source = histogramSource(geometry, keepsValues, isStepped)
    let known = histograms.indices.first {
      histograms[$0].geometry.width == geometry.width && origins.histograms[$0].source == source
    }
    let index = known ?? histograms.count
    if known == nil {
      histograms.append(HistogramRing(geometry: geometry, views: []))
      origins.histograms.append(RingOrigin(source: source))
    }
    var views = histograms[index].views
    let keepsValues = keepsValues || histograms[index].keepsValues
    if let view, let quantile {
      let place = views.firstIndex { $0.window == view.window && $0.offset == view.offset } ?? views.count
      if place == views.count { views.append(.init(window: view.window, offset: view.offset, quantiles: [])) }
      if !views[place].quantiles.contains(quantile) { views[place].quantiles.append(quantile) }
    }
    let count = max(geometry.count, histograms[index].geometry.count)
    histograms[index] = HistogramRing(
      geometry: PaneGeometry(width: geometry.width, count: count), views: views, keepsValues: keepsValues)
    return index
  }

  func addDistinct(_ geometry: PaneGeometry, label: LabelReference) -> Int {
    let match = distincts.firstIndex { $0.label == label && $0.ring.geometry.width == geometry.width }
    if let index = match {
      let count = max(geometry.count, distincts[index].ring.geometry.count)
      distincts[index].ring = DistinctRing(geometry: PaneGeometry(width: geometry.width, count: count))
      return index
    }
    distincts.append((label, DistinctRing(geometry: geometry)))
    origins.distincts.append(RingOrigin(source: distinctSource(geometry, label)))
    return distincts.count - 1
  }

  /// Since when a ring holds all that came; see ``RingOrigin``.
  func origin(of source: BoundCall.Source) -> RingOrigin? {
    switch source {
    case .moments(let index): origins.moments[index]
    case .histogram(let index, _): origins.histograms[index]
    case .distinct(let index): origins.distincts[index]
    case .none: nil
    }
  }

  func reserve(groups count: Int) {
    guard count > groups.count else { return }
    groups.grow(to: count) { Group() }
    for ring in moments { ring.reserve(groups: count) }
    for ring in histograms { ring.reserve(groups: count) }
    for entry in distincts { entry.ring.reserve(groups: count) }
    exemplars.reserve(groups: count)
  }

  /// Goes on from when groups were last seen; that their rules know of them must show anew.
  func inheritGroups(from other: SeriesFeed, _ places: [Int?]?) {
    reserve(groups: other.groups.count)
    for group in 0..<other.groups.count {
      guard let place = places.map({ $0[group] }) ?? group else { continue }
      groups[place] = other.groups[group]
      groups[place].isSettled = false
    }
    if places == nil { exemplars.inherit(from: other.exemplars) }
  }

  func clear(group: Int) {
    guard group < groups.count else { return }
    groups[group] = Group()
    for ring in moments { ring.clear(group: group) }
    for ring in histograms { ring.clear(group: group) }
    for entry in distincts { entry.ring.clear(group: group) }
    exemplars.clear(group: group)
  }

  /// Bytes that the windows of all groups take, without distinct counts.
  var windowBytes: Int {
    moments.reduce(0) { $0 + $1.byteCount } + histograms.reduce(0) { $0 + $1.byteCount }
  }

  @inline(__always) func isSettled(_ group: Int) -> Bool { groups[group].isSettled }
  @inline(__always) func lateCount(_ group: Int) -> Int { groups[group].lateCount }
  func settle(group: Int) { groups[group].isSettled = true }
  func unsettle(group: Int) { if group < groups.count { groups[group].isSettled = false } }

  /// The time of the group's newest sample; in the far past where there is none.
  func lastSeen(_ group: Int) -> Timestamp { group < groups.count ? groups[group].lastSeen : .distantPast }

  /// Takes in samples, which are in time order. Amortised O(samples · rings).
  func add(_ run: SampleRun, batch: EventBatch) {
    for place in 0..<run.count {
      let group = Int(run.groups[place])
      if run.times[place] < groups[group].lastSeen {
        groups[group].lateCount += 1
      } else {
        groups[group].lastSeen = run.times[place]
      }
    }
    for ring in moments { ring.add(run) }
    for ring in histograms { ring.add(run) }
    for entry in distincts { addDistinct(run, batch, entry.label, entry.ring) }
    guard !exemplars.isOff else { return }
    for place in 0..<run.count {
      exemplars.offer(group: Int(run.groups[place]), run.values[place], row: Int(run.rows[place]), batch: batch)
    }
  }

  private func addDistinct(_ run: SampleRun, _ batch: EventBatch, _ label: LabelReference, _ ring: DistinctRing) {
    guard let column = batch.layout.index(of: label) else { return }
    for place in 0..<run.count {
      let code = batch.labels[column].codes[Int(run.rows[place])]
      guard code != 0 else { continue }
      let hash = batch.labels[column].hashes[Int(code)]
      ring.add(group: Int(run.groups[place]), at: run.times[place], hash: hash)
    }
  }
}
