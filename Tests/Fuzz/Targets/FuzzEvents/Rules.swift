import FuzzSupport
import RuleCompiler
import RuleParser
import SentinelDiagnostics
import SentinelModel
import SentinelRuntime

/// Rules of every kind, with windows so short that a file of a few events moves them. Groups are soon forgotten: after
/// that, the engine skips to the next event.
let rules: RuleSetPlan = {
  var diagnostics = Diagnostics()
  let (file, _) = RuleFileParser.parse(SourceText(path: "rules.yaml", text: text), diagnostics: &diagnostics)
  guard !diagnostics.hasErrors, let plan = compile(file) else { fatalError("the rules are wrong") }
  return plan
}()

private let text = """
  lists: {internal: [staging, load-test]}
  macros: {busy: count(30s) >= 2}
  rules:
    - {name: slow, metric: llm_request_duration_p99, where: tenant not in $internal, by: [service, model], window: 1m,
       every: 10s, condition: value > p50 * 1.5 or max > 2s, for: 10s, keep_firing_for: 20s, group_ttl: 1m,
       annotations: {summary: "{{ model }} at {{ value | duration }} of {{ service }}"}}
    - {name: levels, metric: error_rate, window: 1m, every: 20s, group_ttl: 1m, no_data: alert,
       severity: {warning: value > 10%, critical: 'value > 50% and @busy'}, for: 20s}
    - {name: steps, metric: llm_tokens_used, by: [], window: 1m, every: 20s, group_ttl: 1m,
       condition: 'zscore(1m, step=10s, min_points=2) > 1 or robust_zscore(1m, step=10s, min_points=2) > 1
         or seasonal_zscore(2m, season=30s, step=10s, min_points=1) > 1 or ewma_zscore(alpha=0.9, step=2s, min_points=2) > 1
         or forecast_upper(1m, horizon=1m, step=10s, min_points=2) > 5'}
    - {name: windows, metric: llm_request_duration_seconds, by: [region], every: 20s, group_ttl: 1m, window: 1m,
       condition: 'psi(30s, baseline=30s, min_points=1) > 0.1 or ks(30s, baseline=30s, min_points=1) > 0.2
         or ks_pvalue(30s, baseline=30s, min_points=1) < 1% or wasserstein(30s, baseline=30s, min_points=1) > 1
         or js_divergence(30s, baseline=30s, min_points=1) > 0.2'}
    - {name: spend, metric: llm_cost_usd, by: [tenant, user], every: 10s, window: 1m, group_ttl: 1m,
       condition: 'rate(1m) > $1/h or change(30s) > 2 or delta(1m, offset=10s) < 0 or distinct(session, 1m) > 1
         or stddev > 1 or first > last or absent(30s)'}
    - {name: depth, metric: queue_depth, by: [service], every: 10s, window: 30s, group_ttl: 1m, no_data: keep,
       condition: 'last > 1 or min < 0 or quantile(0.3, 20s) == 7 or burn_rate(1m, objective=99%) > 1'}
    - {name: follows, metric: llm_requests, by: [service], every: 10s, window: 1m, group_ttl: 1m,
       condition: 'firing("depth") and not firing("levels") or rate(llm_requests{status="error", model=~"g.*"}, 1m) > 0'}
    - {name: leak, on: event, by: [service, user], group_ttl: 1m, keep_firing_for: 30s, severity: critical,
       condition: 'prompt contains "key" or lower(response) =~ "secret|token" or length(prompt) > 100
         or duration_seconds > 1s or attributes["region"] == "eu" or count(llm_requests, 1m) > 3 or last(queue_depth) > 5'}
  """

/// What the rules read, and everything that an event can bring besides.
let layout: BatchLayout = {
  var layout: BatchLayout?
  _ = Run.transitions(rules) { layout = $0.layout }
  let read = layout ?? .everything
  return BatchLayout(
    labels: read.labels + BatchLayout.everything.labels + [.attribute("region"), .attribute("service")],
    numbers: NumberField.allCases, texts: TextField.allCases, metrics: read.metrics + ["other_metric"])
}()
