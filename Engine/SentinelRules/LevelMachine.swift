import RuleSyntax
import SentinelModel

/// The pending/firing machine of one level of one alert [P48–P51].
struct LevelMachine: Sendable {
  enum Phase: Sendable {
    case inactive
    case pending
    case firing
  }

  private(set) var phase = Phase.inactive
  /// The first instant of the unbroken run in which the condition holds.
  private(set) var since = Timestamp.distantPast
  private var lastHeld = Timestamp.distantPast
  private var held = false
  /// It fires by a condition that is another one now: the next look decides, whatever `keep_firing_for` says.
  private var isOnProbation = false

  init() {}

  /// Fires since `since`, until the next look says whether that still holds.
  init(onProbationSince since: Timestamp) {
    phase = .firing
    self.since = since
    held = true
    isOnProbation = true
  }

  /// Whether the condition held, or was taken to hold, when it was last looked at.
  var wasHeld: Bool { held }

  /// Takes the condition's value at `instant` (NaN is unknown).
  mutating func step(
    _ condition: Double, at instant: Timestamp, hold: TimeSpan, keepFiringFor: TimeSpan, noData: NoDataPolicy
  ) {
    held = condition.isNaN ? resolve(noData) : condition != 0
    switch phase {
    case .inactive:
      guard held else { return }
      since = instant
      lastHeld = instant
      phase = hold == .zero ? .firing : .pending
    case .pending:
      guard held else {
        phase = .inactive
        return
      }
      lastHeld = instant
      if instant - since >= hold { phase = .firing }
    case .firing:
      if held {
        lastHeld = instant
      } else if isOnProbation || instant - lastHeld >= keepFiringFor {
        phase = .inactive
      }
      isOnProbation = false
    }
  }

  /// When the phase changes by the time that passes, if the condition stays what it is.
  func nextChange(hold: TimeSpan, keepFiringFor: TimeSpan) -> Timestamp {
    switch phase {
    case .inactive: .distantFuture
    case .pending: since + hold
    case .firing where isOnProbation: .distantPast
    case .firing: held ? .distantFuture : lastHeld + keepFiringFor
    }
  }

  private func resolve(_ noData: NoDataPolicy) -> Bool {
    switch noData {
    case .ok: false
    case .alert: true
    case .keep: held
    }
  }
}
