import RuleCompiler
import SentinelDiagnostics
import Testing

@Suite struct LintTests {
  private static let warned: [(String, String, String)] = [
    // condition, metric, code
    ("rate(llm_cost_usd, 1h) > 5s", "llm_cost_usd", "SR402"),
    ("value > 5s", "request_duration_ms", "SR402"),
    ("value > 50%", "llm_request_duration_seconds", "SR402"),
    ("value + llm_cost_usd > 5", "llm_request_duration_seconds", "SR402"),
    ("value > $40/h", "llm_cost_usd", "SR402"),
    ("zscore(1h) > 5s", "llm_cost_usd", "SR402"),
    ("error_rate > 5", "llm_requests", "SR403"),
    ("value > 1.5", "error_rate", "SR403"),
    ("value <= 100%", "error_rate", "SR403"),
    ("p99 > 2", "error_rate", "SR403"),
    ("stddev > 0.6", "error_rate", "SR403"),
    ("value < 0", "llm_request_duration_seconds", "SR403"),
    ("count >= 0", "depth", "SR403"),
    ("ks > 1", "depth", "SR403"),
    ("burn_rate(1h, objective=90%) > 14.4", "depth", "SR403"),
    ("1 + 2 == 3", "depth", "SR403"),
    ("value > 10 and value < 5", "depth", "SR404"),
    ("value > 10 and p50 > 1 and value <= 10", "depth", "SR404"),
    ("value > 5 or value <= 5", "depth", "SR404"),
    ("service == \"a\" and \"b\" == service", "depth", "SR404"),
    ("service != \"a\" or service != \"b\"", "depth", "SR404"),
    ("5 > value or value > 4", "depth", "SR404"),
    ("zscore > 3", "depth", "SR405"),
    ("zscore(1h, step=10m) > 3", "depth", "SR405"),
    ("seasonal_zscore(2d) > 3", "depth", "SR405"),
    ("forecast(5m) > 3", "depth", "SR405"),
  ]

  @Test("conditions that are hardly meant", arguments: warned)
  func warnings(_ condition: String, _ metric: String, _ code: String) {
    let compilation = Compilation(condition: condition, keys: "metric: \(metric)")
    #expect(compilation.findings.map(\.code.id) == [code])
    #expect(compilation.plan != nil)
  }

  private static let silent: [(String, String)] = [
    ("value > (p50 * 3)", "llm_request_duration_p99"),
    ("zscore(1h) > 3", "llm_request_duration_avg"),
    ("value > 1000", "llm_total_cost_usd"),
    ("zscore(24h) > 2", "llm_tokens_used"),
    ("rate(1h) > rate(24h) * 2", "llm_cost_rate"),
    ("rate(llm_cost_usd, 1h) > $40/h", "llm_cost_usd"),
    ("rate(1h) * 1d > $1000", "llm_cost_usd"),
    ("value > 5% and count(5m) >= 50", "error_rate"),
    ("value / count(llm_requests, 5m) > 5%", "llm_errors"),
    ("count(llm_requests{status=\"error\"}, 5m) / llm_requests > 5%", "llm_errors"),
    ("value / llm_requests > $0.05", "llm_cost_usd"),
    ("value == 0", "error_rate"),
    ("value >= 100%", "error_rate"),
    ("value > 800ms", "llm_request_duration_seconds"),
    ("value * 1000 > 800", "llm_request_duration_seconds"),
    ("burn_rate(1h, objective=99.9%) > 14.4 and burn_rate(5m, objective=99.9%) > 14.4", "error_rate"),
    ("change(10m) >= 50%", "llm_cost_usd"),
    ("value > 5s", "depth_of_mine_not_declared_max"),
    ("value > 10 or value < 5", "depth"),
    ("service == \"a\" or service == \"b\"", "depth"), ("service != \"a\" and service != \"b\"", "depth"),
    ("service == \"a\" and service == \"a\"", "depth"),
    ("value > 5 and value < 10", "depth"),
    ("value >= 5 and value <= 5", "depth"),
    ("seasonal_zscore(7d) > 4", "llm_requests"),
    ("forecast_upper(1d, horizon=1d) > $100", "llm_cost_usd"),
    ("psi(15m, baseline=1h) > 0.2", "llm_request_duration_seconds"),
    ("ks_pvalue(15m) < 1%", "llm_request_duration_seconds"),
    ("wasserstein(15m) > 200ms", "llm_request_duration_seconds"),
    ("true", "depth"), ("value > 5 or true", "depth"), ("false and value > 5", "depth"),
    ("1 / value > 3", "error_rate"), ("value - 1 < 0", "error_rate"),
  ]

  @Test("conditions as people write them have no warning", arguments: silent)
  func silence(_ condition: String, _ metric: String) {
    let compilation = Compilation(condition: condition, keys: "metric: \(metric)")
    #expect(compilation.findings.filter { $0.code.id != "SR401" }.map(\.message) == [])
  }

  @Test("a rule on each event that passes 'where' has no warning ([P79])")
  func everyEvent() {
    let compilation = Compilation(condition: "true", keys: "'on': event\n    where: tenant == \"acme\"")
    #expect(compilation.findings.isEmpty)
  }

  @Test("a label that is almost a field, or a field that is no label, is a warning at its name")
  func labels() {
    let compilation = Compilation(
      """
      rules:
        - name: a
          metric: depth
          where: statsu == "x" and attributes["statsu"] == "x"
          by: [sevice, Model, prompt, trace_id]
          condition: count(depth{modle="x"}) > 5 and distinct(sesion, 5m) > 1
      """)
    #expect(Set(compilation.findings.map(\.code.id)) == ["SR412"])
    #expect(
      compilation.findings.map(\.range.text) == ["statsu", "sevice", "Model", "prompt", "trace_id", "modle", "sesion"])
    #expect(compilation.findings.first?.label == "did you mean 'status'?")
    #expect(compilation.plan != nil)
  }

  @Test("labels of one's own, plural forms and short names are no slips")
  func ownLabels() {
    let by = "[models, users, sessions, tenants, model2, region, use, kid, team, module, gen_ai.model, operator]"
    #expect(Compilation(condition: "value > 5", keys: "metric: depth\n    by: \(by)").findings.isEmpty)
  }

  private static let severities: [(String, [String])] = [
    ("{warning: value > 20, critical: value > 10}", ["warning"]),
    ("{info: value > 5, warning: value > 20, critical: 10 <= value}", ["warning"]),
    ("{warning: value >= 10, critical: value >= 10}", ["warning"]),
    ("{info: value < 5, critical: value < 9}", ["info"]),
    ("{warning: value > 10, critical: value > 20}", []),
    ("{warning: value >= 10, critical: value > 10}", []),
    ("{warning: value > 10, critical: p50 > 5}", []),
    ("{warning: value > 10, critical: value < 50}", []),
  ]

  @Test("a severity that a higher one always hides is a warning at it", arguments: severities)
  func hiddenSeverity(_ map: String, _ hidden: [String]) {
    let compilation = Compilation("rules: [{name: a, metric: depth, severity: \(map)}]")
    #expect(compilation.findings.map(\.range.text) == hidden)
    #expect(compilation.findings.allSatisfy { $0.code.id == "SR413" })
  }

  @Test("'where' that no sample, or any, passes is a warning")
  func constantFilter() {
    let keys = "metric: depth\n    where: service == 'a' and service == 'b'"
    #expect(Compilation(condition: "value > 5", keys: keys).findings.map(\.code.id) == ["SR404"])
  }

  @Test("a share above 1 is asked whether it is a percentage")
  func percentage() {
    let finding = Compilation(condition: "error_rate > 5").warnings.first
    #expect(finding?.label == "did you mean '5%'?")
    #expect(finding?.message.contains("a ratio never exceeds 1") == true)
    #expect(finding?.range.text == "error_rate > 5")
  }

  @Test("a share that can't fall below 0 is not said to exceed 1", arguments: ["error_rate >= 0", "error_rate < 0"])
  func shareBelowZero(condition: String) {
    let finding = Compilation(condition: condition).warnings.first
    #expect(finding?.message.hasSuffix("values here lie in 0…1") == true)
  }

  @Test("--strict raises the findings on metrics, units, ranges and directories without rules")
  func strict() {
    let raised = DiagnosticCode.all.filter(\.isRaisedByStrict).map(\.id)
    #expect(raised == ["SR401", "SR402", "SR403", "SR404", "SR515"])
  }

  @Test("a metric that nobody declares is a warning at its name, a gauge in the plan")
  func unknownMetric() {
    let compilation = Compilation(condition: "avg(llm_cost_uds, 5m) > value", keys: "metric: my_own")
    #expect(compilation.findings.map(\.code.id) == ["SR401", "SR401"])
    #expect(compilation.findings.map(\.range.text) == ["my_own", "llm_cost_uds"])
    #expect(compilation.plan?.metrics.map(\.isCustom) == [true, true])
  }

  @Test("declarations that are hardly meant")
  func declarations() {
    let compilation = Compilation(
      """
      lists: {nobody: [a]}
      macros: {idle: value > 1}
      rules:
        - {name: depth, metric: depth, every: 1m, window: 30s, for: 90s, condition: value > 1}
        - {name: off, metric: depth, enabled: false, condition: value > 1}
        - {name: b, metric: depth, condition: 'off or firing("off")'}
      """)
    #expect(
      compilation.findings.map(\.code.id) == ["SR409", "SR408", "SR410", "SR407", "SR411", "SR406", "SR406"])
    #expect(
      compilation.findings.map(\.range.text) == ["nobody", "idle", "depth", "30s", "90s", "off", "firing(\"off\")"])
  }
}
