import SentinelModel
import SentinelSeries
import RuleCompiler

/// How a feed goes on from the one that gathered the same samples for the rule set before.
extension SeriesFeed {
  /// The ring that a ring of this geometry goes on from; nil where none knows all that is asked for.
  func momentSource(_ geometry: PaneGeometry, _ parts: MomentParts, _ isStepped: Bool) -> Int? {
    guard let ancestor else { return nil }
    return best(ancestor.moments.indices, geometry, isStepped, ancestor.origins.moments) { index in
      let ring = ancestor.moments[index]
      let knows = (ring.parts == .last) == (parts == .last) && ring.parts.isSuperset(of: parts)
      return knows ? ring.geometry : nil
    }
  }

  func histogramSource(_ geometry: PaneGeometry, _ keepsValues: Bool, _ isStepped: Bool) -> Int? {
    guard let ancestor else { return nil }
    return best(ancestor.histograms.indices, geometry, isStepped, ancestor.origins.histograms) { index in
      let ring = ancestor.histograms[index]
      return ring.keepsValues || !keepsValues ? ring.geometry : nil
    }
  }

  func distinctSource(_ geometry: PaneGeometry, _ label: LabelReference) -> Int? {
    guard let ancestor else { return nil }
    return best(ancestor.distincts.indices, geometry, false, ancestor.origins.distincts) { index in
      ancestor.distincts[index].label == label ? ancestor.distincts[index].ring.geometry : nil
    }
  }

  /// Panes as wide first, then those that fit into wider ones; of equal ones those that are whole for longest. Steps
  /// can't be put together from anything else.
  private func best(
    _ indices: Range<Int>, _ geometry: PaneGeometry, _ isStepped: Bool, _ origins: [RingOrigin],
    _ candidate: (Int) -> PaneGeometry?
  ) -> Int? {
    func rank(_ old: PaneGeometry) -> Int? {
      if old.width == geometry.width { return 0 }
      if geometry.width.nanoseconds % old.width.nanoseconds == 0 { return 1 }
      return isStepped ? nil : 2
    }
    let ranked = indices.compactMap { index -> (rank: Int, knownFrom: Timestamp, index: Int)? in
      guard let old = candidate(index), let rank = rank(old) else { return nil }
      return (rank, origins[index].knownFrom, index)
    }
    return ranked.min { ($0.rank, $0.knownFrom, $0.index) < ($1.rank, $1.knownFrom, $1.index) }?.index
  }

  /// Takes over what the ancestor holds at `time`.
  ///
  /// - Parameter places: where its groups are here; nil where they are where they were.
  func inherit(at time: Timestamp, places: [Int?]?, _ claims: inout RingClaims) {
    guard let ancestor else { return }
    let former = ancestor.origins
    for index in moments.indices {
      let source = origins.moments[index].source
      moments[index] = moments[index].successor(of: source.map { ancestor.moments[$0] }, places, &claims)
      origins.moments[index].settle(
        before: source.map { (former.moments[$0], ancestor.moments[$0].geometry) }, moments[index].geometry, at: time)
    }
    for index in histograms.indices {
      let source = origins.histograms[index].source
      histograms[index] = histograms[index].successor(of: source.map { ancestor.histograms[$0] }, places, &claims)
      origins.histograms[index].settle(
        before: source.map { (former.histograms[$0], ancestor.histograms[$0].geometry) }, histograms[index].geometry,
        at: time)
    }
    for index in distincts.indices {
      let source = origins.distincts[index].source
      distincts[index].ring = distincts[index].ring.successor(
        of: source.map { ancestor.distincts[$0].ring }, places, &claims)
      origins.distincts[index].settle(
        before: source.map { (former.distincts[$0], ancestor.distincts[$0].ring.geometry) },
        distincts[index].ring.geometry, at: time)
    }
    inheritGroups(from: ancestor, places)
  }
}

/// A ring that another can go on from.
private protocol SuccessiveRing: AnyObject {
  /// Whether the other is this one, but for what it holds.
  func isLike(_ other: Self) -> Bool
  func take(from other: Self, places: [Int?]?)
}

extension SuccessiveRing {
  /// The ring that goes on from `former`: that itself where it is alike and free, else this one with what it holds.
  fileprivate func successor(of former: Self?, _ places: [Int?]?, _ claims: inout RingClaims) -> Self {
    guard let former else { return self }
    if places == nil, isLike(former), claims.claim(former) { return former }
    take(from: former, places: places)
    return self
  }
}

extension MomentRing: SuccessiveRing {
  fileprivate func isLike(_ other: MomentRing) -> Bool { geometry == other.geometry && parts == other.parts }
}

extension HistogramRing: SuccessiveRing {
  fileprivate func isLike(_ other: HistogramRing) -> Bool {
    geometry == other.geometry && views == other.views && keepsValues == other.keepsValues
  }
}

extension DistinctRing: SuccessiveRing {
  fileprivate func isLike(_ other: DistinctRing) -> Bool { geometry == other.geometry }
}
