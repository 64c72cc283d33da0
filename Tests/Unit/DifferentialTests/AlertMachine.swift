import RuleSyntax
import SentinelModel

/// The machine of one level ([P48]–[P51]).
struct LevelMachine {
  enum State: Equatable {
    case inactive
    case pending(since: Int64)
    case firing(held: Int64)
  }

  var state = State.inactive
  /// What the previous evaluation came to, for `no_data: keep`.
  var held = false

  mutating func evaluate(_ outcome: Truth, at now: Int64, rule: ReferenceRule) {
    if outcome == .isUnknown {
      switch rule.noData {
      case .ok: held = false
      case .alert: held = true
      case .keep: break
      }
    } else {
      held = outcome == .isTrue
    }
    switch state {
    case .firing(let last):
      if held {
        state = .firing(held: now)
      } else if now - last >= rule.keepFiringFor {
        state = .inactive
      }
    case .inactive, .pending:
      guard held else {
        state = .inactive
        return
      }
      let since = if case .pending(let since) = state { since } else { now }
      state = now - since >= rule.hold ? .firing(held: now) : .pending(since: since)
    }
  }

  var isFiring: Bool { if case .firing = state { true } else { false } }
  var pendingSince: Int64? { if case .pending(let since) = state { since } else { nil } }
}

/// A change of state, without what comes from the rule and its group.
struct AlertChange {
  let state: AlertState
  let severity: Severity
  let activeSince: Int64
}

/// The alert of one group: the machines of its levels taken together ([P52], [P72]), or that of single events ([P57]).
struct AlertMachine {
  private var levels: [LevelMachine]
  private(set) var state = AlertState.inactive
  private var severity = Severity.info
  private var activeSince: Int64 = 0
  private var lastMatch: Int64 = 0
  /// Set while the contract leaves the state open: since when, and since when every level has been false for certain.
  private(set) var doubtSince: Int64?
  private var calmSince: Int64?
  /// Spans of time, both ends included, in which the contract leaves the alert's transitions open.
  private(set) var doubts: [ClosedRange<Int64>] = []

  init(levels: Int) { self.levels = Array(repeating: LevelMachine(), count: levels) }

  /// Whether the alert is firing as far as the contract says.
  var firing: Truth { doubtSince == nil ? Truth(state == .firing) : [.isTrue, .isFalse] }

  /// Spans of doubt, also one that has not ended.
  var allDoubts: [ClosedRange<Int64>] { doubts + (doubtSince.map { [$0...Int64.max] } ?? []) }

  mutating func evaluate(_ outcomes: [Truth], at now: Int64, rule: ReferenceRule) -> [AlertChange] {
    if doubtSince == nil, outcomes.contains(where: { !$0.isDecided }) { doubtSince = now }
    if let since = doubtSince {
      settle(since, outcomes, at: now, rule: rule)
      return []
    }
    for index in levels.indices { levels[index].evaluate(outcomes[index], at: now, rule: rule) }
    let firing = levels.indices.last { levels[$0].isFiring }
    let pending = levels.indices.last { levels[$0].pendingSince != nil }
    if let firing { return turn(.firing, rule.levels[firing].severity, since: now) }
    if let pending {
      return turn(.pending, rule.levels[pending].severity, since: levels[pending].pendingSince ?? now)
    }
    return turn(.inactive, severity, since: now)
  }

  private mutating func turn(_ next: AlertState, _ level: Severity, since: Int64) -> [AlertChange] {
    let before = (state: state, severity: severity)
    var changes: [AlertChange] = []
    if before.state == .firing, next != .firing {
      changes.append(AlertChange(state: .resolved, severity: severity, activeSince: activeSince))
    }
    if next != .inactive, before.state == .inactive || before.state == .firing && next == .pending {
      activeSince = since
    }
    state = next
    severity = level
    switch (before.state, next) {
    case (.inactive, .pending), (.inactive, .firing), (.pending, .firing), (.firing, .pending):
      changes.append(AlertChange(state: next, severity: level, activeSince: activeSince))
    case (.firing, .firing) where before.severity != level:
      changes.append(AlertChange(state: .firing, severity: level, activeSince: activeSince))
    case (.pending, .inactive):
      changes.append(AlertChange(state: .inactive, severity: before.severity, activeSince: activeSince))
    default: break
    }
    return changes
  }

  /// In doubt, waits until every possible machine is inactive: all levels false for certain for `keep_firing_for`.
  private mutating func settle(_ since: Int64, _ outcomes: [Truth], at now: Int64, rule: ReferenceRule) {
    let isCalm = outcomes.allSatisfy { outcome in
      outcome == .isFalse || outcome == .isUnknown && rule.noData == .ok
    }
    guard isCalm else {
      calmSince = nil
      return
    }
    let start = calmSince ?? now
    calmSince = start
    guard now - start >= rule.keepFiringFor else { return }
    self = AlertMachine(levels: levels.count, doubts: doubts + [since...now])
  }

  private init(levels: Int, doubts: [ClosedRange<Int64>]) {
    self.init(levels: levels)
    self.doubts = doubts
  }

  // MARK: Rules on single events

  /// A match of the highest of `outcomes` that holds, at an event's time.
  mutating func match(_ outcomes: [Truth], at now: Int64, rule: ReferenceRule) -> [AlertChange] {
    if outcomes.contains(where: { !$0.subtracting(.isTrue).isEmpty && $0.contains(.isTrue) }) {
      doubtSince = doubtSince ?? now
    }
    guard let level = outcomes.lastIndex(where: { $0.contains(.isTrue) }) else { return [] }
    lastMatch = now
    guard doubtSince == nil else { return [] }
    let matched = rule.levels[level].severity
    guard state == .firing else { return turn(.firing, matched, since: now) }
    return matched > severity ? turn(.firing, matched, since: now) : []
  }

  /// The instant at which an alert of single events may resolve.
  mutating func resolve(at now: Int64, rule: ReferenceRule) -> [AlertChange] {
    guard now >= lastMatch + rule.keepFiringFor else { return [] }
    if let since = doubtSince {
      self = AlertMachine(levels: levels.count, doubts: doubts + [since...now])
      return []
    }
    return turn(.inactive, severity, since: now)
  }
}
