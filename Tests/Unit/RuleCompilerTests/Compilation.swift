import RuleCompiler
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Rule files, compiled for a test.
struct Compilation {
  let plan: RuleSetPlan?
  let findings: [Diagnostic]

  var errors: [Diagnostic] { findings.filter { $0.level == .error } }
  var warnings: [Diagnostic] { findings.filter { $0.level == .warning } }

  init(sources: [SourceText], plugins: [PluginFunction] = []) {
    var diagnostics = Diagnostics()
    let parsed = sources.map { RuleFileParser.parse($0, diagnostics: &diagnostics).file }
    let compiler = RuleCompiler(
      metrics: .contract, functions: FunctionCatalogue(plugins: plugins), pluginFunctions: plugins)
    plan = compiler.compile(parsed, diagnostics: &diagnostics)
    findings = diagnostics.sorted
  }

  init(files: [(path: String, text: String)], plugins: [PluginFunction] = []) {
    self.init(sources: files.map { SourceText(path: $0.path, text: $0.text) }, plugins: plugins)
  }

  init(_ text: String, plugins: [PluginFunction] = []) {
    self.init(files: [("rules.yaml", text)], plugins: plugins)
  }

  /// One rule `a` with the condition, on `llm_requests` unless `keys` say otherwise.
  init(condition: String, keys: String = "metric: llm_requests", plugins: [PluginFunction] = []) {
    self.init(
      "rules:\n  - name: a\n    \(keys)\n    condition: |-\n      \(condition)\n", plugins: plugins)
  }

  /// The text under the first error, and its code.
  var firstError: (code: String, text: String)? { errors.first.map { ($0.code.id, $0.range.text) } }
}

extension MetricCatalogue {
  /// The metrics of contract §2, as the tests need them.
  static let contract = MetricCatalogue([
    Metric("llm_requests", kind: .sum, unit: .requests, range: 0...1, help: "1 an event"),
    Metric("llm_errors", kind: .sum, unit: .requests, range: 0...1, help: "1 an error"),
    Metric(
      "llm_request_duration_seconds", kind: .distribution, unit: .seconds, range: 0 ... .infinity, help: "latency",
      aliases: ["llm_request_duration"]),
    Metric("request_duration_ms", kind: .distribution, unit: .milliseconds, range: 0 ... .infinity, help: "latency"),
    Metric(
      "llm_time_to_first_token_seconds", kind: .distribution, unit: .seconds, range: 0 ... .infinity, help: "TTFT",
      aliases: ["llm_ttft_seconds"]),
    Metric("llm_input_tokens", kind: .sum, unit: .tokens, range: 0 ... .infinity, help: "tokens"),
    Metric(
      "llm_tokens_used", kind: .sum, unit: .tokens, range: 0 ... .infinity, help: "tokens",
      aliases: ["llm_tokens_total"]),
    Metric(
      "llm_cost_usd", kind: .sum, unit: .usd, range: 0 ... .infinity, help: "cost",
      aliases: ["llm_total_cost_usd", "llm_cost_rate"]),
    Metric("error_rate", kind: .distribution, unit: .ratio, range: 0...1, help: "1 for an error"),
    Metric("depth", kind: .gauge, unit: .one, help: "a level"),
  ])
}
