package import SentinelModel

/// When alerts were raised: the moments at which an alert that wasn't firing began to.
package struct RaisedAlerts: Sendable {
  package private(set) var times: [Timestamp] = []
  private var firing: Set<UInt64> = []

  package init() {}

  package mutating func append(_ transition: Transition) {
    switch transition.state {
    // A change of severity while firing is no new alert.
    case .firing: if firing.insert(transition.fingerprint).inserted { times.append(transition.at) }
    case .resolved, .inactive: firing.remove(transition.fingerprint)
    case .pending: break
    }
  }
}
