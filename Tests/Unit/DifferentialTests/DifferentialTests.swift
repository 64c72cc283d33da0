import Foundation
import SentinelDiagnostics
import SentinelModel
import Testing

/// How many random cases run: SENTINEL_DIFFERENTIAL_CASES, else a few that take seconds.
private let caseCount = ProcessInfo.processInfo.environment["SENTINEL_DIFFERENTIAL_CASES"].flatMap { Int($0) } ?? 150
/// SENTINEL_DIFFERENTIAL_SEED runs one seed, or starts at it.
private let firstSeed = ProcessInfo.processInfo.environment["SENTINEL_DIFFERENTIAL_SEED"].flatMap { UInt64($0) } ?? 1

private func reproduction(_ seed: UInt64) -> String {
  "reproduce: SENTINEL_DIFFERENTIAL_SEED=\(seed) SENTINEL_DIFFERENTIAL_CASES=1 swift test --filter DifferentialTests"
}

@Suite("The engine agrees with the reference and with itself")
struct DifferentialTests {
  private static let seeds = (0..<UInt64(max(0, caseCount))).map { firstSeed &+ $0 }

  @Test("random rules over random events give the transitions that the reference gives")
  func agreesWithReference() throws {
    for seed in Self.seeds {
      let ruleCase = try make(seed)
      let difference = try ruleCase.difference()
      #expect(difference == nil, "seed \(seed): \(difference ?? "")\n\(reproduction(seed))")
    }
  }

  @Test("cutting the input into batches anywhere changes nothing")
  func cutsDoNotMatter() throws {
    for seed in Self.seeds.prefix(caseCount / 3) {
      let ruleCase = try make(seed)
      var random = CaseRandom(seed: ~seed)
      let some = Set((0..<random.int(1...8)).map { _ in random.int(0...ruleCase.events.count) })
      let whole = try ruleCase.runEngine().map(\.everything)
      #expect(try ruleCase.runEngine(cuts: some).map(\.everything) == whole, "cuts \(some); \(reproduction(seed))")
      let every = Set(ruleCase.events.indices)
      #expect(try ruleCase.runEngine(cuts: every).map(\.everything) == whole, "cut at each row; \(reproduction(seed))")
    }
  }

  @Test("two runs are equal")
  func runsAreEqual() throws {
    for seed in Self.seeds.prefix(caseCount / 5) {
      let ruleCase = try make(seed)
      let first = try ruleCase.runEngine().map(\.everything)
      #expect(try ruleCase.runEngine().map(\.everything) == first, "\(reproduction(seed))")
    }
  }

  @Test("a further rule changes nothing for the others")
  func unrelatedRulesDoNotMatter() throws {
    for seed in Self.seeds.prefix(caseCount / 3) {
      var ruleCase = try make(seed)
      let alone = try ruleCase.runEngine().map(\.everything)
      ruleCase.rules.append(("unrelated.yaml", UnrelatedRules.text(seed: seed)))
      let together = try ruleCase.runEngine().filter { !$0.rule.hasPrefix("unrelated") }.map(\.everything)
      #expect(together == alone, "\(reproduction(seed))")
    }
  }

  @Test("rules that are read anew at any time go on as if they had not been")
  func reloadsDoNotMatter() throws {
    for seed in Self.seeds.prefix(caseCount / 3) {
      let ruleCase = try make(seed)
      var random = CaseRandom(seed: seed &* 5)
      let rows = (0..<random.int(1...6)).map { _ in random.int(0...ruleCase.events.count) }.sorted()
      let whole = try ruleCase.runEngine().map(\.everything)
      let reloaded = try ruleCase.runEngine(reloads: rows.map { ($0, ruleCase) }).map(\.everything)
      let difference = Self.difference(reloaded, whole)
      #expect(difference == nil, "\(difference ?? ""), reloads at \(rows); \(reproduction(seed))")
    }
  }

  @Test("rules that come and go change nothing for those that stay")
  func comingAndGoing() throws {
    for seed in Self.seeds.prefix(caseCount / 3) {
      let ruleCase = try make(seed)
      var random = CaseRandom(seed: seed &* 7)
      let rows = (0..<random.int(1...5)).map { _ in random.int(0...ruleCase.events.count) }.sorted()
      let reloads = rows.enumerated().map { index, row in
        var other = ruleCase
        if index % 2 == 0 { other.rules.append(("unrelated.yaml", UnrelatedRules.text(seed: seed &+ UInt64(index)))) }
        return (row, other)
      }
      let whole = try ruleCase.runEngine().map(\.everything)
      let reloaded = try ruleCase.runEngine(reloads: reloads).filter { !$0.rule.hasPrefix("unrelated") }
      let difference = Self.difference(reloaded.map(\.everything), whole)
      #expect(difference == nil, "\(difference ?? ""), reloads at \(rows); \(reproduction(seed))")
    }
  }

  @Test("live is replay: events that arrive shuffled give the same transitions, also across a reload")
  func liveIsReplay() throws {
    for seed in Self.seeds.prefix(caseCount / 3) {
      let ruleCase = try make(seed)
      let live = try ruleCase.runLive(seed: seed &* 11)
      let replay = try ruleCase.runEngine(drain: .minutes(10)).filter { $0.at <= live.horizon }
      let difference = Self.difference(live.transitions.map(\.everything), replay.map(\.everything))
      #expect(difference == nil && live.lateCount == 0, "\(difference ?? "") \(reproduction(seed))")
    }
  }

  @Test("without lateness shuffled events come too late, and some verdicts are others")
  func latenessMatters() throws {
    var different = 0
    var lateCount = 0
    for seed in Self.seeds.prefix(30) {
      let ruleCase = try make(seed)
      let live = try ruleCase.runLive(seed: seed &* 11, lateness: .zero)
      let replay = try ruleCase.runEngine(drain: .minutes(10)).filter { $0.at <= live.horizon }
      if live.transitions.map(\.everything) != replay.map(\.everything) { different += 1 }
      lateCount += live.lateCount
    }
    #expect(different > 0 && lateCount > 0)
  }

  private static func difference(_ got: [String], _ expected: [String]) -> String? {
    guard got != expected else { return nil }
    let place = zip(got, expected).prefix { $0 == $1 }.count
    let pair = [got, expected].map { place < $0.count ? $0[place] : "nothing" }
    return "transition \(place) is\n\(pair[0])\nnot\n\(pair[1])\n"
  }

  private func make(_ seed: UInt64) throws -> RuleCase {
    do {
      return try CaseGenerator.make(seed: seed)
    } catch let diagnostics as Diagnostics {
      let text = diagnostics.findings.map { "\($0.message): \($0.range.text)" }.joined(separator: "\n")
      throw ReferenceFailure(description: "seed \(seed) makes rules that are refused: \(text)")
    }
  }
}
