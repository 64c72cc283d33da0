import SentinelModel
import SentinelService
import Testing

@Suite("Alerts to ask for")
struct AlertLogTests {
  private static func transition(_ second: Int64, _ state: AlertState, _ fingerprint: UInt64 = 1) -> Transition {
    Transition(
      at: Timestamp(nanoseconds: second * 1_000_000_000), rule: "r\(fingerprint)", category: nil, state: state,
      severity: .warning, labels: LabelSet(), value: nil, fingerprint: fingerprint,
      activeSince: Timestamp(nanoseconds: 0), condition: "true", evidence: [], annotations: [], exemplars: [],
      count: nil)
  }

  @Test("an alert is active until it resolves, the one that changed last comes first")
  func active() {
    let log = AlertLog(retention: .days(1))
    for (second, state, fingerprint) in [(1, .pending, 1), (2, .firing, 2), (3, .firing, 1), (4, .resolved, 2)]
      as [(Int64, AlertState, UInt64)]
    { log.append(Self.transition(second, state, fingerprint)) }
    #expect(log.active.map(\.transition.rule) == ["r1"])
    #expect(log.entries(before: nil, limit: 10, where: { _ in true }).map(\.sequence) == [4, 3, 2, 1])
  }

  @Test("pages follow each other without gaps, also while transitions are added")
  func pages() {
    let log = AlertLog(retention: .days(1))
    for second in 1...10 { log.append(Self.transition(Int64(second), .firing, UInt64(second))) }
    let first = log.entries(before: nil, limit: 4) { _ in true }
    log.append(Self.transition(11, .firing, 11))
    let second = log.entries(before: first.last?.sequence, limit: 4) { _ in true }
    #expect((first + second).map(\.sequence) == [10, 9, 8, 7, 6, 5, 4, 3])
  }

  @Test("the oldest make room: beyond a number, and by age")
  func bounded() {
    let log = AlertLog(capacity: 5, retention: .seconds(100))
    for second in 1...12 { log.append(Self.transition(Int64(second), .firing, UInt64(second))) }
    #expect(log.entries(before: nil, limit: 10, where: { _ in true }).map(\.sequence) == [12, 11, 10, 9, 8])
    log.append(Self.transition(111, .firing, 13))
    #expect(log.entries(before: nil, limit: 10, where: { _ in true }).map(\.sequence) == [13, 12, 11])
    #expect(log.active.count == 13)
  }
}
