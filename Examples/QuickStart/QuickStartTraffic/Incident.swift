/// What goes wrong in the hour, and when. `incidents.json` says the same for `sentinel replay --labels`.
struct Incident {
  enum Fault {
    /// A model's first token and its tokens take longer.
    case slowModel(name: String, firstToken: Double, perToken: Double)
    /// A provider refuses a share of the calls.
    case refusals(provider: String, share: Double)
    /// A tenant's tool loops: many more calls of a service, with prompts that grow.
    case runawayTenant(name: String, service: String, rate: Double, input: Double)
    /// A service's answers grow.
    case longAnswers(service: String, factor: Double)
  }

  /// Seconds from the start of the hour.
  var seconds: Range<Double>
  var fault: Fault

  static let all = [
    Incident(
      seconds: 960..<1_440, fault: .slowModel(name: "claude-sonnet-5-5", firstToken: 5, perToken: 2.5)),
    Incident(seconds: 1_740..<2_100, fault: .refusals(provider: "openai", share: 0.35)),
    Incident(
      seconds: 2_340..<2_880,
      fault: .runawayTenant(name: "dune", service: "code-assistant", rate: 20, input: 3)),
    Incident(seconds: 3_120..<3_540, fault: .longAnswers(service: "support-chat", factor: 5)),
  ]

  static func active(at second: Double) -> [Fault] { all.filter { $0.seconds.contains(second) }.map(\.fault) }
}
