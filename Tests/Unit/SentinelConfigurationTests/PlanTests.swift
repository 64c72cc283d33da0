import SentinelConfiguration
import SentinelModel
import Testing

@Suite("The configuration of the plan")
struct PlanTests {
  static let plan = """
    mode: standalone
    ingestion:
      otlp: {grpc_port: 4317, http_port: 4318}
      kafka: {enabled: false}
    storage:
      prometheus: {url: "http://localhost:9090"}
      redis: {url: "redis://localhost:6379"}
    detection:
      drift: {enabled: true, check_interval: 5m}
      hallucination: {enabled: true, llm_judge: {provider: anthropic, api_key: "${ANTHROPIC_API_KEY}"}}
      security: {enabled: true}
    alerting:
      channels:
        - {type: webhook, url: "https://hooks.example.org/x"}
        - {type: pagerduty, integration_key: "${PAGERDUTY_KEY}"}

    """

  static let environment = ["ANTHROPIC_API_KEY": "sk-ant-1", "PAGERDUTY_KEY": "0123456789abcdef"]

  @Test("it is accepted as it is written, and what is still to come is named")
  func accepted() {
    let reading = Reading(Self.plan, Self.environment)
    #expect(reading.text == "")
    #expect(
      reading.configuration.inactive == [
        "ingestion.otlp.grpc_port", "ingestion.otlp.http_port", "ingestion.kafka.enabled", "storage.prometheus.url",
        "storage.redis.url", "detection.drift.enabled", "detection.drift.check_interval",
        "detection.hallucination.enabled", "detection.hallucination.llm_judge.provider",
        "detection.hallucination.llm_judge.api_key", "detection.security.enabled", "alerting.channels",
      ])
    #expect(reading.configuration.given == ["mode"] + reading.configuration.inactive)
  }

  @Test("its values are all there")
  func values() throws {
    let configuration = Reading(Self.plan, Self.environment).configuration
    #expect(configuration.detection.hallucination.llmJudge.apiKey == Secret("sk-ant-1"))
    #expect(configuration.storage.redis.url.map { "\($0)" } == "redis://localhost:6379")
    #expect(configuration.detection.drift.checkInterval == .minutes(5))
    let channels = configuration.alerting.channels
    try #require(channels.count == 2)
    #expect(channels[0].url?.revealedBytes() == Array("https://hooks.example.org/x".utf8))
    #expect(channels[1].integrationKey == Secret("0123456789abcdef"))
  }

  @Test("without its two variables each is named, at the key and with the way out")
  func withoutVariables() {
    let reading = Reading(Self.plan)
    #expect(reading.places == ["10:67 SR622", "15:25 SR622"])
    #expect(reading.text.contains("no variable 'ANTHROPIC_API_KEY'"))
    #expect(reading.text.contains("give a default: ${PAGERDUTY_KEY:-…}"))
  }
}
