/// Makes a whole case of a seed: rules, events, and thresholds that the rules' values cross.
enum CaseGenerator {
  static func make(seed: UInt64) throws -> RuleCase {
    var random = CaseRandom(seed: seed)
    let shape: CaseShape = random.chance(0.06) ? .long : random.chance(0.01) ? .dense : .usual
    var eventGenerator = EventGenerator(random: CaseRandom(seed: random.next()), shape: shape)
    var ruleGenerator = RuleGenerator(random: CaseRandom(seed: random.next()), shape: shape)
    let events = eventGenerator.events()
    var drafts = ruleGenerator.rules()
    let values = try probe(drafts, events)
    for index in drafts.indices {
      for level in drafts[index].levels.indices {
        drafts[index].levels[level].condition = drafts[index].levels[level].condition.filled { comparison in
          threshold(values["\(index) \(comparison.expression)"] ?? [], &random)
        }
      }
    }
    let drain = Int64(random.pick([0, 0, 1, 30, 60, 125])) * 1_000_000_000
    return RuleCase(rules: files(drafts, &random), events: events, drain: drain)
  }

  /// The known values that each expression takes, by draft and text.
  private static func probe(_ drafts: [DraftRule], _ events: [String]) throws -> [String: [Double]] {
    var text = RuleGenerator.preamble + "rules:\n"
    var keys: [String: String] = [:]
    for (index, draft) in drafts.enumerated() {
      for comparison in draft.levels.flatMap(\.condition.comparisons) {
        let key = "\(index) \(comparison.expression)"
        guard !keys.values.contains(key) else { continue }
        let name = "probe\(keys.count)"
        keys[name] = key
        text += draft.probe(comparison.expression, name: name)
      }
    }
    guard !keys.isEmpty else { return [:] }
    var values: [String: [Double]] = [:]
    let probes = RuleCase(rules: [("probes.yaml", text)], events: events, drain: 0)
    _ = try probes.runReference { name, quantity in
      guard let key = keys[name], !quantity.value.isNaN else { return }
      values[key, default: []].append(quantity.value)
    }
    return values.mapValues { Array(Set($0)).sorted() }
  }

  /// Mostly between two values that occur, at times exactly one of them.
  private static func threshold(_ values: [Double], _ random: inout CaseRandom) -> Double {
    guard !values.isEmpty else { return Double(random.int(0...3)) }
    let index = random.int(0...values.count - 1)
    guard index + 1 < values.count, !random.chance(0.25) else { return values[index] }
    return values[index] + (values[index + 1] - values[index]) / 2
  }

  private static func files(_ drafts: [DraftRule], _ random: inout CaseRandom) -> [(path: String, text: String)] {
    var texts = [RuleGenerator.preamble, ""]
    let fileOf = drafts.map { _ in random.chance(0.2) ? 1 : 0 }
    let composite = drafts.map { _ in random.chance(0.5) }
    for file in texts.indices {
      for key in ["rules", "latency_alerts", "cost_alerts"] {
        let chosen = drafts.indices.filter {
          fileOf[$0] == file && (drafts[$0].category.map { $0 + "_alerts" } ?? "rules") == key
        }
        guard !chosen.isEmpty else { continue }
        texts[file] += "\(key):\n" + chosen.map { drafts[$0].yaml(composite: composite[$0]) }.joined()
      }
    }
    return texts.enumerated().filter { !$0.element.isEmpty }.map { ("rules-\($0.offset).yaml", $0.element) }
  }
}
