import RuleCompiler
import RuleParser
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin

/// Reading, parsing and checking 10,000 rules in four files (a file may have 100,000 nodes).
enum CheckBenchmark {
  static func run() {
    let texts = (0..<4).map(text)
    let time = CPUClock.median { precondition(check(texts), "rules of our own are refused") }
    Report.cost("check 10,000 rules", time * 1_000, reach: 300, unit: "ms")
  }

  private static func check(_ texts: [String]) -> Bool {
    var diagnostics = Diagnostics()
    let files = texts.enumerated().map { index, text in
      RuleFileParser.parse(SourceText(path: "rules-\(index).yaml", text: text), diagnostics: &diagnostics).file
    }
    let compiler = RuleCompiler(metrics: RuleBenchmark.registry.metrics, functions: .builtIn)
    compiler.check(files, diagnostics: &diagnostics)
    return diagnostics.isEmpty
  }

  private static func text(_ file: Int) -> String {
    (file * 2_500..<(file + 1) * 2_500).reduce(into: "latency_alerts:\n") { text, index in
      text += """
          - name: rule_\(index)
            metric: llm_request_duration_p99
            where: provider == "openai" and model != "m\(index % 50)"
            condition: value > (p50 * 3) and count(5m) > \(index % 100)
            for: 5m
            severity: warning

        """
    }
  }
}
