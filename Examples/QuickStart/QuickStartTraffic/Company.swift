/// A model that the company calls, as the price table knows it.
struct CalledModel {
  var name: String
  var provider: String
  var speed: ModelSpeed
}

/// A service of the company and what its traffic looks like on a quiet day.
struct CompanyService {
  var name: String
  /// Requests a second.
  var rate: Double
  var input: LengthMixture
  var output: LengthMixture
  var models: [(weight: Double, model: CalledModel)]
  /// Weights of ``tenants``.
  var tenantWeights: [Double]
  /// Whether calls carry a prompt and a response.
  var hasTexts = false

  static let tenants = ["acme", "borealis", "cobalt", "dune", "ember"]

  static let sonnet = CalledModel(name: "claude-sonnet-5-5", provider: "anthropic", speed: .large)
  static let haiku = CalledModel(name: "claude-haiku-4-5", provider: "anthropic", speed: .small)
  static let mini = CalledModel(name: "gpt-5.4-mini", provider: "openai", speed: .small)
  static let luna = CalledModel(name: "gpt-6-luna", provider: "openai", speed: .small)

  static let all = [
    CompanyService(
      name: "support-chat", rate: 0.75, input: .conversationInput, output: .conversationOutput,
      models: [(0.7, sonnet), (0.3, haiku)], tenantWeights: [0.3, 0.3, 0.2, 0.1, 0.1]),
    CompanyService(
      name: "code-assistant", rate: 0.5, input: .codeInput, output: .codeOutput,
      models: [(1, mini)], tenantWeights: [0.35, 0.2, 0.25, 0.1, 0.1]),
    CompanyService(
      name: "ticket-triage", rate: 0.45, input: .labellingInput, output: .labellingOutput,
      models: [(1, luna)], tenantWeights: [0.25, 0.25, 0.2, 0.15, 0.15], hasTexts: true),
  ]

  /// Share of calls that fail on a quiet day, as in the controls of llm_anomaly (61 of 17,163).
  static let errorShare = 0.0036
}
