import RuleCompiler
import RuleSyntax
import SentinelModel
import Testing

@Suite struct PlanTests {
  @Test("rules that agree in where and by share a space and equal calls")
  func sharing() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, where: tenant == "x", condition: value > 1}
        - {name: b, metric: depth, where: tenant == 'x', by: [service], condition: last(5m) > 2 and value > 3}
        - {name: c, metric: depth, condition: value > 1}
        - {name: d, metric: depth, every: 1m, condition: value > 1}
        - {name: e, metric: depth, by: [], condition: value > 1}
      """)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.rules.map(\.space) == [0, 0, 1, 1, 2])
    #expect(plan.rules.map(\.value) == [0, 0, 1, 2, 3])
    #expect(plan.calls.count == 4)
    #expect(plan.spaces.map(\.by) == [["service"], ["service"], []])
  }

  @Test("an explicit max_groups keeps rules on other metrics apart")
  func maxGroups() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, max_groups: 5, condition: value > error_rate}
        - {name: b, metric: error_rate, max_groups: 5, condition: value > depth}
        - {name: c, metric: depth, max_groups: 5, condition: value > 1}
        - {name: d, metric: depth, condition: value > 1}
      """)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.rules.map(\.space) == [0, 0, 1, 2])
    #expect(plan.spaces.map(\.maxGroups) == [5, 5, 10_000])
    #expect(plan.spaces.map(\.partition) == [[0, 1], [0], []])
  }

  @Test("a rule comes after those it names, else by name; metrics by name, declared ones first")
  func order() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: z, metric: my_metric, condition: value > 1}
        - {name: a, metric: error_rate, condition: z}
        - {name: m, metric: depth, condition: value > 1}
        - {name: b, metric: depth, condition: a}
      """)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(plan.rules.map(\.name) == ["m", "z", "a", "b"])
    #expect(plan.metrics.map(\.metric.name) == ["depth", "error_rate", "my_metric"])
    #expect(plan.rules.map(\.namedRules) == [[], [], [1], [2]])
  }

  @Test("the metrics of a rule are those in 'metric' and arguments, also bare ones and that of burn_rate ([P16])")
  func namedMetrics() throws {
    let compilation = Compilation(
      condition: "count(llm_errors) > 1 and llm_cost_usd > 1 and burn_rate(1h, objective=99%) > 2")
    let plan = try #require(compilation.plan)
    let names = try #require(plan.rules.first).namedMetrics.map { plan.metrics[$0].metric.name }
    #expect(names == ["error_rate", "llm_cost_usd", "llm_errors", "llm_requests"])
  }

  @Test("a rule that names only rules names no metric ([P17])")
  func firingOnly() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, condition: value > 1}
        - {name: b, by: [model], condition: a}
      """)
    let rule = try #require(compilation.plan?.rules.last)
    #expect(rule.namedMetrics.isEmpty)
    #expect(rule.value == nil)
    #expect(compilation.plan?.spaces[rule.space].by == ["model"])
  }

  @Test("a disabled rule is checked, left out, and false where it is named ([P19])")
  func disabled() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: my_metric, enabled: false, condition: value > 1}
        - {name: b, metric: depth, condition: a or value > 1}
      """)
    let plan = try #require(compilation.plan)
    #expect(plan.rules.map(\.name) == ["b"])
    #expect(plan.metrics.map(\.metric.name) == ["depth"])
    #expect(plan.rules.first?.levels.first?.program.operations.first == .push(0))
    #expect(plan.rules.first?.namedRules == [])
    #expect(
      Compilation("rules: [{name: a, metric: depth, enabled: false, condition: not value}]").errors.count == 1)
  }

  @Test("settings and their defaults")
  func settings() throws {
    let plan = try #require(
      Compilation(
        """
        x_alerts:
          - name: a
            metric: depth
            for: 5m
            every: 30s
            keep_firing_for: 2m
            no_data: keep
            labels: {team: ops, service: s}
            condition: zscore(2d) > 3
        rules:
          - {name: b, 'on': event, condition: 'prompt contains "x"', action: block}
        """
      ).plan)
    let (a, b) = (try #require(plan.rules.first), try #require(plan.rules.last))
    #expect(a.category == "x")
    #expect(a.hold == .minutes(5))
    #expect(a.every == .seconds(30))
    #expect(a.keepFiringFor == .minutes(2))
    #expect(a.noData == .keep)
    #expect(a.labels == LabelSet([("team", "ops"), ("service", "s")]))
    // Twice the longest lookback where that is longer than a day ([P18]).
    #expect(a.groupTTL == a.lookback * 2)
    #expect(b.category == nil)
    #expect(b.keepFiringFor == .minutes(5))
    #expect(b.groupTTL == .hours(24))
    #expect(b.blocks)
  }

  @Test("equal files give an equal plan, in whatever order they come")
  func determinism() throws {
    let rules = (0..<50).map { index in
      "  - {name: r\(index), metric: llm_cost_usd, by: [l\(index % 7)], where: a\(index % 3) == \"x\", "
        + "condition: 'value > \(index) and p\(index % 10 + 50)(my_\(index % 5){b=\"\(index % 4)\"}) > 1'}\n"
    }
    let files = [("a.yaml", "rules:\n" + rules[..<25].joined()), ("b.yaml", "rules:\n" + rules[25...].joined())]
    let first = try #require(Compilation(files: files).plan)
    let second = try #require(Compilation(files: files.reversed()).plan)
    #expect(first.metrics == second.metrics)
    #expect(first.spaces == second.spaces)
    #expect(first.filters == second.filters)
    #expect(first.calls == second.calls)
    #expect(first.rules.map(\.name) == second.rules.map(\.name))
    #expect(first.rules.map { $0.levels.map(\.program) } == second.rules.map { $0.levels.map(\.program) })
  }

  @Test("an empty rule set has an empty plan")
  func empty() {
    #expect(Compilation(files: []).plan?.rules.isEmpty == true)
    #expect(Compilation("rules:\n").plan?.rules.isEmpty == true)
  }
}
