import RuleCompiler
import SentinelModel

/// Says which rules are due when: each at the multiples of its `every`, at one time in the order of the plan.
struct Scheduler {
  private struct Cadence {
    let every: TimeSpan
    /// Indices into the plan's rules, ascending.
    var rules: [Int]
    var next: Timestamp
  }

  private var cadences: [Cadence] = []
  /// The last instant at which a rule was due.
  private var last = Timestamp.distantPast
  private(set) var isStarted = false

  init(plan: RuleSetPlan) {
    for (index, rule) in plan.rules.enumerated() {
      if let place = cadences.firstIndex(where: { $0.every == rule.every }) {
        cadences[place].rules.append(index)
      } else {
        cadences.append(Cadence(every: rule.every, rules: [index], next: .distantFuture))
      }
    }
  }

  /// Sets the first instants: the first multiple of each `every` at or after `start`.
  mutating func start(at start: Timestamp) {
    isStarted = true
    for index in cadences.indices { cadences[index].next = start.ceiled(to: cadences[index].every) }
  }

  /// Goes on from the instants of the rule set before: no rule is due twice at one.
  mutating func inherit(from former: Scheduler, at time: Timestamp) {
    isStarted = former.isStarted
    last = former.last
    guard isStarted else { return }
    let first = max(time, last + TimeSpan(nanoseconds: 1))
    for index in cadences.indices {
      let every = cadences[index].every
      cadences[index].next = former.cadences.first { $0.every == every }?.next ?? first.ceiled(to: every)
    }
  }

  /// The next instant at which a rule is due.
  var next: Timestamp { cadences.map(\.next).min() ?? .distantFuture }

  /// The longest distance between two instants of a rule.
  var longestInterval: TimeSpan { cadences.map(\.every).max() ?? .zero }

  /// Skips the instants before `time`; `noteSkipped` is told of each rule how many of its own.
  mutating func skip(to time: Timestamp, _ noteSkipped: (_ rule: Int, _ count: Int) -> Void) {
    for index in cadences.indices where cadences[index].next < time {
      let every = cadences[index].every
      let next = time.ceiled(to: every)
      let count = Int((next - cadences[index].next).nanoseconds / every.nanoseconds)
      cadences[index].next = next
      for rule in cadences[index].rules { noteSkipped(rule, count) }
    }
  }

  /// The last instant of each cadence for input that ended at `end`: the first multiple at or after it.
  func lastInstants(until end: Timestamp) -> Timestamp {
    cadences.map { end.ceiled(to: $0.every) }.max() ?? end
  }

  /// The rules due at `instant`, in the order of the plan; each moves on to its next instant. Rules whose own last
  /// instant for input until `end` has passed are left out.
  mutating func due(at instant: Timestamp, until end: Timestamp) -> [Int] {
    var rules: [Int] = []
    last = instant
    for index in cadences.indices where cadences[index].next == instant {
      if instant <= end.ceiled(to: cadences[index].every) { rules += cadences[index].rules }
      cadences[index].next = instant + cadences[index].every
    }
    return cadences.count > 1 ? rules.sorted() : rules
  }
}
