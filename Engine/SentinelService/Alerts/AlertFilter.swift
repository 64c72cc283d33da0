import SentinelModel

/// Which transitions somebody asks for.
struct AlertFilter: Sendable {
  var from: Timestamp?
  var to: Timestamp?
  var rules: [String] = []
  var severities: [Severity] = []
  var states: [AlertState] = []
  var labels: [(name: String, value: String)] = []

  func passes(_ transition: Transition) -> Bool {
    (from.map { transition.at >= $0 } ?? true) && (to.map { transition.at <= $0 } ?? true)
      && (rules.isEmpty || rules.contains(transition.rule))
      && (severities.isEmpty || severities.contains(transition.severity))
      && (states.isEmpty || states.contains(transition.state))
      && labels.allSatisfy { transition.labels[$0.name] == $0.value }
  }
}
