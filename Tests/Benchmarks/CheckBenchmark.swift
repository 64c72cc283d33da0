import RuleCompiler
import RuleParser
import SentinelDiagnostics

/// Reading, parsing and compiling 10,000 rules.
enum CheckBenchmark {
  static func run() {
    var text = "latency_alerts:\n"
    for index in 0..<10_000 {
      text += """
          - name: rule_\(index)
            metric: llm_request_duration_p99
            where: provider == "openai" and model != "m\(index % 50)"
            condition: value > (p50 * 3) and count(5m) > \(index % 100)
            for: 5m
            severity: warning

        """
    }
    let time = CPUClock.median { _ = RuleBenchmark.compile(text) }
    Report.cost("check 10,000 rules", time * 1_000, reach: 300, unit: "ms")
  }
}
