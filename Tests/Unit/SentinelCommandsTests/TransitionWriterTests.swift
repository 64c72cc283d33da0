import SentinelModel
import Testing

import SentinelCommands

@Suite("Transitions as JSON")
struct TransitionWriterTests {
  private func line(
    category: String? = "latency", value: Double?, evidence: [(name: String, value: EvidenceValue)] = [],
    exemplars: [Exemplar] = [], count: Int? = nil
  ) -> String {
    let transition = Transition(
      at: Timestamp(nanoseconds: 1_762_430_700_000_000_000), rule: "high_p99_latency", category: category,
      state: .firing, severity: .critical, labels: LabelSet([("service", "chat"), ("model", "gpt-4o")]), value: value,
      fingerprint: 0xABC, activeSince: Timestamp(nanoseconds: 1_762_430_400_500_000_000),
      condition: "value > (p50 * 3)", evidence: evidence, annotations: [(name: "summary", text: "p99 is \"high\"\n")],
      exemplars: exemplars, count: count)
    return String(decoding: TransitionWriter.line(transition), as: UTF8.self)
  }

  @Test("the keys stand in the order of the contract, labels by name")
  func whole() {
    let text = line(
      value: 4.2,
      evidence: [("value", .number(4.2)), ("p50", .number(800)), ("up", .boolean(true)), ("m", .text("x"))],
      exemplars: [Exemplar(traceID: "ab", spanID: "cd", value: 9.1)])
    #expect(
      text == """
        {"at":"2025-11-06T12:05:00Z","rule":"high_p99_latency","category":"latency","state":"firing",\
        "severity":"critical","labels":{"model":"gpt-4o","service":"chat"},"value":4.2,\
        "fingerprint":"0000000000000abc","active_since":"2025-11-06T12:00:00.5Z","condition":"value > (p50 * 3)",\
        "evidence":{"value":4.2,"p50":800,"up":true,"m":"x"},"annotations":{"summary":"p99 is \\"high\\"\\n"},\
        "exemplars":[{"trace_id":"ab","span_id":"cd","value":9.1}]}

        """)
  }

  @Test("a rule without a metric has no value; unknown is null; infinities are texts")
  func values() {
    #expect(!line(category: nil, value: nil).contains("\"value\""))
    #expect(!line(category: nil, value: nil).contains("category"))
    #expect(line(value: .nan).contains("\"value\":null,"))
    #expect(line(value: .infinity).contains("\"value\":\"+Inf\","))
    #expect(line(value: 1, evidence: [("a", .number(.nan)), ("b", .boolean(nil))]).contains("{\"a\":null,\"b\":null}"))
  }

  @Test("the alert of an event rule has its count")
  func count() { #expect(line(value: nil, count: 7).contains("},\"count\":7,\"fingerprint\"")) }
}
