import SentinelModel
import SentinelSeries

/// Where what a ring holds comes from.
struct RingOrigin {
  /// The ring of the rule set before that it takes over, by its place there.
  let source: Int?
  /// All samples behind this are in it, as far back as it reaches.
  private(set) var knownFrom = Timestamp.distantPast
  /// It began to gather in the middle of a run: what its groups hold says nothing before their next sample.
  private(set) var isFresh = false

  init(source: Int?) { self.source = source }

  /// Says how far back a ring is whole that took over at `time`: as far as the one before was, and reached.
  mutating func settle(
    before: (origin: RingOrigin, geometry: PaneGeometry)?, _ geometry: PaneGeometry, at time: Timestamp
  ) {
    guard let before else {
      (knownFrom, isFresh) = (time, true)
      return
    }
    (knownFrom, isFresh) = (before.origin.knownFrom, before.origin.isFresh)
    let reach = before.geometry.reach(at: time)
    if geometry.reach(at: time) < reach { knownFrom = max(knownFrom, reach) }
  }
}

/// Rings that have been taken over as they are: further ones that go on from the same are copies.
struct RingClaims {
  private var claimed: Set<ObjectIdentifier> = []

  /// Gives whether nobody has claimed the ring before.
  mutating func claim(_ ring: AnyObject) -> Bool { claimed.insert(ObjectIdentifier(ring)).inserted }
}
