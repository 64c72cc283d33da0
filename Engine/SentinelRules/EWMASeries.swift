import SentinelModel
import SentinelStatistics

/// An exponentially weighted average that takes in steps as they complete.
struct EWMASeries: Sendable {
  private var state = EWMAState()
  private var seen = Timestamp.distantFuture
  private var next: Int64 = 0
  private var points = 0
  private var scored: (step: Int64, score: Double, earlier: Int)?

  /// After a longer silence the average starts from this many steps back: what lies before has lost its weight.
  private static let longestGap: Int64 = 100_000

  /// Starts anew where the group's first sample is another one than before.
  mutating func follow(from step: Int64, seen: Timestamp) {
    guard self.seen != seen else { return }
    self = EWMASeries()
    self.seen = seen
    next = step
  }

  /// The group's first sample, once the average has begun.
  var start: Timestamp? { seen == .distantFuture ? nil : seen }

  mutating func take(through newest: Int64, alpha: Double, point: (Int64) -> Double) {
    guard newest >= next else { return }
    for step in max(next, newest - Self.longestGap)...newest {
      let value = point(step)
      if value.isNaN { continue }
      scored = (step, state.add(value, alpha: alpha), points)
      points += 1
    }
    next = newest + 1
  }

  /// The score of the newest complete step; unknown where that step has no point [P75].
  func score(of newest: Int64, minPoints: Int) -> Double {
    guard let scored, scored.step == newest, scored.earlier >= minPoints else { return .nan }
    return scored.score
  }
}
