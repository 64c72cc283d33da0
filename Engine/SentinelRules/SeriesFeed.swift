import RuleCompiler
import SentinelModel
import SentinelSeries

/// All that is kept of one metric's samples in one space under one label filter: the rings that calls look through.
final class SeriesFeed {
  let space: SpaceID
  let metric: MetricID
  let filter: FilterID
  private(set) var moments: [MomentRing] = []
  private(set) var histograms: [HistogramRing] = []
  private(set) var distincts: [(label: LabelReference, ring: DistinctRing)] = []
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

  init(space: SpaceID, metric: MetricID, filter: FilterID) {
    self.space = space
    self.metric = metric
    self.filter = filter
  }

  /// The ring of this geometry that has at least `parts`: one is made, or one made before is widened. Ends are kept
  /// apart: they take memory of their own, which windows that don't ask for them shall not pay.
  ///
  /// Rings are made while the engine is set up, before any sample.
  func addMoments(_ geometry: PaneGeometry, parts: MomentParts) -> Int {
    let apart: MomentParts = [.ends, .last]
    if let index = moments.firstIndex(where: {
      $0.geometry.width == geometry.width && $0.parts.intersection(apart) == parts.intersection(apart)
    }) {
      let count = max(geometry.count, moments[index].geometry.count)
      let wider = PaneGeometry(width: geometry.width, count: count)
      moments[index] = MomentRing(geometry: wider, parts: moments[index].parts.union(parts))
      return index
    }
    moments.append(MomentRing(geometry: geometry, parts: parts))
    return moments.count - 1
  }

  func addHistogram(
    _ geometry: PaneGeometry, view: (window: TimeSpan, offset: TimeSpan)?, quantile: Double?,
    keepsValues: Bool = false
  ) -> Int {
    let known = histograms.firstIndex { $0.geometry.width == geometry.width }
    let index = known ?? histograms.count
    if known == nil { histograms.append(HistogramRing(geometry: geometry, views: [])) }
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
    return distincts.count - 1
  }

  func reserve(groups count: Int) {
    guard count > groups.count else { return }
    groups.grow(to: count) { Group() }
    for ring in moments { ring.reserve(groups: count) }
    for ring in histograms { ring.reserve(groups: count) }
    for entry in distincts { entry.ring.reserve(groups: count) }
    exemplars.reserve(groups: count)
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
