import SentinelModel
import SentinelService
import Testing

@Suite("Bounds of the service")
struct BoundsTests {
  @Test("bytes are taken before a body is read, and what waits counts")
  func budget() {
    let budget = IngestBudget(limit: 100)
    #expect(budget.take(60) && !budget.take(41) && budget.take(40))
    budget.giveBack(60)
    budget.setWaiting(50)
    #expect(budget.bytes == 90 && !budget.take(11) && budget.take(10))
  }

  @Test("a client may send a second's worth at once, then as much as flows in")
  func rate() {
    let rate = RateLimit(perSecond: 10)
    rate.charge(10, client: "a", at: .seconds(1))
    #expect(rate.wait(client: "a", at: .seconds(1)) != nil)
    #expect(rate.wait(client: "b", at: .seconds(1)) == nil)
    #expect(rate.wait(client: "a", at: .milliseconds(1_200)) == nil)
    let none = RateLimit(perSecond: 0)
    none.charge(1_000_000, client: "a", at: .zero)
    #expect(none.wait(client: "a", at: .zero) == nil)
  }

  @Test("what a client owes it pays off before it may send again")
  func debt() {
    let rate = RateLimit(perSecond: 10)
    rate.charge(30, client: "a", at: .zero)
    let wait = rate.wait(client: "a", at: .zero) ?? .zero
    #expect(wait > .seconds(2) && wait < .milliseconds(2_100))
    #expect(rate.wait(client: "a", at: wait) == nil)
  }

  @Test("of ten thousand clients and more the newest keep their buckets")
  func manyClients() {
    let rate = RateLimit(perSecond: 1)
    for index in 0..<25_000 { rate.charge(1, client: "\(index)", at: .milliseconds(Int64(index) / 1_000)) }
    #expect(rate.wait(client: "24999", at: .milliseconds(24)) != nil)
    #expect(rate.wait(client: "0", at: .milliseconds(24)) == nil)
  }

  @Test("a clock that jumps ahead leaves a gap; one that is put back, and comes to where it was, doesn't [P84]")
  func clock() {
    var watch = ClockWatch()
    func gap(_ second: Int64) -> [Timestamp]? {
      watch.gap(at: Timestamp(nanoseconds: 0) + .seconds(second)).map { [$0.from, $0.to] }
    }
    #expect(gap(100) == nil && gap(150) == nil)
    #expect(gap(3_750) == [Timestamp(nanoseconds: 150_000_000_000), Timestamp(nanoseconds: 3_750_000_000_000)])
    #expect(gap(200) == nil && gap(3_750) == nil && gap(3_810) == nil)
  }

  @Test("a counter tells a thousand combinations of labels apart and counts the others together")
  func counter() {
    let counter = Counter("c_total", "Help.", labels: ["reason"])
    for index in 0..<1_500 { counter.add(1, "r\(index)") }
    counter.add(2, "r0")
    #expect(counter.samples.count == 1_001)
    #expect(counter.samples.first { $0.labels == ["other"] }?.value == 500)
    #expect(counter.samples.first { $0.labels == ["r0"] }?.value == 3)
  }

  @Test("labels and help are escaped as the text format asks")
  func exposition() {
    let counter = Counter("c_total", "Two\nlines.", labels: ["name"])
    counter.add(1, "a\"b\\c\nd")
    var exposition = Exposition()
    exposition.add(counter)
    exposition.gauge("g", "Help.", .infinity)
    #expect(
      exposition.text == """
        # HELP c_total Two\\nlines.
        # TYPE c_total counter
        c_total{name="a\\"b\\\\c\\nd"} 1
        # HELP g Help.
        # TYPE g gauge
        g +Inf

        """)
  }

  @Test("the journal keeps what windows may still look at, and begins with the rules of that time")
  func retention() {
    let retention = JournalRetention()
    func at(_ minutes: Int64) -> Timestamp { Timestamp(nanoseconds: 0) + .minutes(minutes) }
    #expect(retention.isDue(at: at(0)))
    for (sequence, minute) in [(1, 0), (10, 30), (20, 60), (30, 90)] as [(UInt64, Int64)] {
      retention.noteRules(sequence, at: at(minute))
    }
    #expect(!retention.isDue(at: at(100)) && retention.isDue(at: at(120)))
    #expect(retention.releasable(at: at(120), memory: .hours(3)) == nil)
    #expect(retention.releasable(at: at(125), memory: .hours(1)) == 20)
    #expect(retention.releasable(at: at(125), memory: .hours(1)) == nil)
  }
}
