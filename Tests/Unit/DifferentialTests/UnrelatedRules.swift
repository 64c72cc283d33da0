/// Rules that name the same metrics over other windows, groups and filters, and nothing of the others.
enum UnrelatedRules {
  static func text(seed: UInt64) -> String {
    var random = CaseRandom(seed: seed &* 3)
    var text = "rules:\n"
    for index in 0..<random.int(1...3) {
      let metric = random.pick(RuleGenerator.metrics)
      let by = random.pick(["[]", "[service]", "[service, model]", "[user]"])
      let every = random.pick([5, 7, 10, 30])
      let call = random.pick(["value", "avg(70s)", "p90(35s)", "zscore(10m, min_points=3)", "distinct(user, 70s)"])
      text += """
          - {name: unrelated\(index), metric: \(metric), by: \(by), every: \(every)s, condition: "\(call) > 1", \
        for: \(random.pick([0, 10]))s, max_groups: \(random.pick([2, 10_000]))}

        """
    }
    return text
  }
}
