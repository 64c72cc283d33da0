import RuleSyntax
import SentinelModel

/// The life of one alert: what its levels say together [P52, P53, P72].
struct AlertMachine: Sendable {
  private(set) var state = AlertState.inactive
  private(set) var severity = Severity.info
  private(set) var activeSince = Timestamp.distantPast
  private var levels: [LevelMachine]
  /// It fires by conditions that are others now; see ``init(goingOnFrom:levelCount:)``.
  private var isOnProbation = false

  /// A change of state to be told.
  struct Change: Sendable, Equatable {
    let state: AlertState
    let severity: Severity
    let activeSince: Timestamp
    /// The level whose condition is reported.
    let level: Int
    /// Why an alert ended that no condition ended.
    var reason: TransitionReason?
  }

  init(levelCount: Int) { levels = Array(repeating: LevelMachine(), count: levelCount) }

  /// A firing alert whose rule has other conditions now: levels that fired go on firing if they hold at the next
  /// instant.
  ///
  /// - Parameter origins: for each level the one that it was, if any.
  init(goingOnFrom former: AlertMachine, origins: [Int?]) {
    (state, severity, activeSince) = (former.state, former.severity, former.activeSince)
    levels = origins.map { origin in
      guard let origin, former.levels.indices.contains(origin), former.levels[origin].phase == .firing else {
        return LevelMachine()
      }
      return LevelMachine(onProbationSince: former.levels[origin].since)
    }
    isOnProbation = true
  }

  var isActive: Bool { state != .inactive }

  /// Whether a condition that holds nowhere and is known everywhere changes nothing.
  var isQuiet: Bool { state == .inactive && !levels.contains { $0.wasHeld } }

  /// When the alert changes by the time that passes, if conditions stay what they are.
  func nextChange(hold: TimeSpan, keepFiringFor: TimeSpan) -> Timestamp {
    levels.reduce(.distantFuture) { min($0, $1.nextChange(hold: hold, keepFiringFor: keepFiringFor)) }
  }

  /// Takes each level's condition at `instant`; levels go from low to high severity.
  mutating func step(
    _ conditions: [Double], severities: [Severity], at instant: Timestamp, hold: TimeSpan, keepFiringFor: TimeSpan,
    noData: NoDataPolicy, changes: inout [Change]
  ) {
    defer { isOnProbation = false }
    for index in levels.indices {
      levels[index].step(conditions[index], at: instant, hold: hold, keepFiringFor: keepFiringFor, noData: noData)
    }
    if let level = levels.lastIndex(where: { $0.phase == .firing }) {
      becomeFiring(severities[level], level, at: instant, &changes)
    } else if let level = levels.lastIndex(where: { $0.phase == .pending }) {
      becomePending(severities[level], level, &changes, severities)
    } else {
      becomeInactive(&changes, severities)
    }
  }

  private mutating func becomeFiring(
    _ severity: Severity, _ level: Int, at instant: Timestamp, _ changes: inout [Change]
  ) {
    if state == .inactive { activeSince = levels[level].since }
    guard state != .firing || self.severity != severity else { return }
    state = .firing
    self.severity = severity
    changes.append(Change(state: .firing, severity: severity, activeSince: activeSince, level: level))
  }

  private mutating func becomePending(
    _ severity: Severity, _ level: Int, _ changes: inout [Change], _ severities: [Severity]
  ) {
    // A level that is still pending doesn't keep an alert open that no level fires any more.
    if state == .firing { close(.resolved, &changes, severities) }
    defer { self.severity = severity }
    guard state == .inactive else { return }
    state = .pending
    activeSince = levels[level].since
    changes.append(Change(state: .pending, severity: severity, activeSince: activeSince, level: level))
  }

  private mutating func becomeInactive(_ changes: inout [Change], _ severities: [Severity]) {
    switch state {
    case .firing: close(.resolved, &changes, severities)
    case .pending: close(.inactive, &changes, severities)
    case .inactive, .resolved: break
    }
  }

  private mutating func close(_ end: AlertState, _ changes: inout [Change], _ severities: [Severity]) {
    let level = severities.firstIndex(of: severity) ?? 0
    changes.append(
      Change(
        state: end, severity: severity, activeSince: activeSince, level: level,
        reason: isOnProbation ? .ruleChanged : nil))
    state = .inactive
  }
}
