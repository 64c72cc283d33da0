import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

/// Type and argument errors: the code and the smallest wrong range.
@Suite struct FaultTests {
  private static let typeCases: [(String, String, String)] = [
    ("not value", "SR301", "value"),
    ("value > 5 or count", "SR301", "count"),
    ("value + 1", "SR303", "value + 1"),
    ("service", "SR303", "service"),
    ("service + 1 > 2", "SR301", "service"),
    ("-service > 2", "SR301", "service"),
    ("service == 5", "SR302", "5"),
    ("value == \"5\"", "SR302", "\"5\""),
    ("(value > 1) == 1", "SR302", "1"),
    ("service > \"a\"", "SR304", "service > \"a\""),
    ("(value > 1) > (value > 2)", "SR304", "(value > 1) > (value > 2)"),
    ("lower(service) > 1", "SR302", "1"),
    ("service in \"acme\"", "SR305", "\"acme\""),
    ("value in [\"a\", \"b\"]", "SR306", "[\"a\", \"b\"]"),
    ("(value > 1) in [1]", "SR301", "value > 1"),
    ("value contains \"x\"", "SR301", "value"),
    ("service contains 5", "SR301", "5"),
    ("value =~ \"x\"", "SR301", "value"),
    ("service =~ service", "SR315", "service"),
    ("service =~ \"gpt-(\"", "SR315", "\"gpt-(\""),
    ("count(llm_requests{status=~\"err(\"}) > 1", "SR315", "\"err(\""),
    ("length(value) > 1", "SR301", "value"),
    ("service in $nobody", "SR222", "$nobody"),
    ("value > 1 and @nobody", "SR221", "@nobody"),
  ]

  @Test("operands of the wrong type", arguments: typeCases)
  func types(_ condition: String, _ code: String, _ text: String) {
    let compilation = Compilation(condition: condition)
    #expect(compilation.errors.map(\.code.id) == [code])
    #expect(compilation.firstError?.text.trimmingParentheses == text.trimmingParentheses)
  }

  private static let argumentCases: [(String, String, String)] = [
    ("p50(\"5m\") > 1", "SR307", "\"5m\""),
    ("avg(5) > 1", "SR307", "5"),
    ("avg(0s) > 1", "SR312", "0s"),
    ("avg(-5m) > 1", "SR312", "-5m"),
    ("avg(5m, 10m) > 1", "SR308", "10m"),
    ("avg(5m, window=10m) > 1", "SR311", "window"),
    ("avg(5m, windw=10m) > 1", "SR310", "windw"),
    ("count(llm_requests, offset=-5m) > 1", "SR312", "-5m"),
    ("count(llm_requests, offset=5) > 1", "SR307", "5"),
    ("zscore(1h, step=5) > 3", "SR307", "5"),
    ("zscore(1h, step=0s) > 3", "SR312", "0s"),
    ("zscore(1h, step=1ms) > 3", "SR312", "1ms"),
    ("zscore(1h, offset=200w) > 3", "SR312", "1h"),
    ("ewma_zscore(step=1ms, offset=1h) > 3", "SR312", "1ms"),
    ("forecast(10000w, horizon=1h) > 3", "SR312", "10000w"),
    ("zscore(1h, step=7m) > 3", "SR313", "7m"),
    ("zscore(90s) > 3", "SR313", "90s"),
    ("seasonal_zscore(7d, season=45m) > 3", "SR313", "45m"),
    ("zscore(1h, min_points=2.5) > 3", "SR312", "2.5"),
    ("zscore(1h, min_points=0) > 3", "SR312", "0"),
    ("quantile(1.5, 5m) > 1", "SR312", "1.5"),
    ("quantile(-0.5, 5m) > 1", "SR312", "-0.5"),
    ("quantile(5m) > 1", "SR307", "5m"),
    ("quantile > 1", "SR309", "quantile"),
    ("distinct(5m) > 1", "SR307", "5m"),
    ("distinct > 1", "SR309", "distinct"),
    ("distinct(llm_requests, 5m) > 1", "SR309", "llm_requests"),
    ("burn_rate(1h) > 1", "SR309", "burn_rate(1h)"),
    ("burn_rate(1h, objective=99.9) > 1", "SR312", "99.9"),
    ("burn_rate(1h, objective=100%) > 1", "SR312", "100%"),
    ("ewma_zscore(1) > 1", "SR312", "1"),
    ("ewma_zscore(5m) > 1", "SR307", "5m"),
    ("forecast_lower(1h, confidence=0) > 1", "SR312", "0"),
    ("psi(15m, 1h) > 1", "SR308", "1h"),
    ("count(value, 5m) > 1", "SR307", "value"),
    ("count(p50, 5m) > 1", "SR307", "p50"),
    ("firing(a)", "SR307", "a"),
    ("firing(\"a\", \"b\")", "SR308", "\"b\""),
    ("p100 > 1", "SR224", "p100"),
  ]

  @Test("arguments that are wrong", arguments: argumentCases)
  func arguments(_ condition: String, _ code: String, _ text: String) {
    let compilation = Compilation(condition: condition)
    #expect(compilation.errors.map(\.code.id) == [code])
    #expect(compilation.firstError?.text == text)
  }

  @Test("an objective or quantile above 1 is asked whether it is a percentage")
  func percentages() {
    #expect(Compilation(condition: "burn_rate(1h, objective=99.9) > 1").errors.first?.label == "did you mean 99.9%?")
    #expect(Compilation(condition: "quantile(95, 5m) > 1").errors.first?.label == "did you mean 95%?")
  }

  private static let rates: [(String, String, String)] = [
    ("3/s", "s", "3/s is 180/m"), ("0.5/sec", "sec", "0.5/sec is 30/m"), ("3/ms", "ms", "3/ms is 180000/m"),
    ("3/hour", "hour", "3/hour is 3/h"), ("3/minute", "minute", "3/minute is 3/m"), ("3/day", "day", "3/day is 3/d"),
    ("3/w", "w", "3/w is 3 / 7d"), ("$3/month", "month", "$3/month is $3 / 30d"), ("$2/s", "s", "$2/s is $120/m"),
    ("2 * 3/s", "s", "3/s is 180/m"),
  ]

  @Test("a rate of another unit names those that there are ([P74])", arguments: rates)
  func rateUnits(_ written: String, _ unit: String, _ meant: String) {
    for keys in ["metric: llm_requests", "'on': event\n    metric: llm_requests"] {
      let compilation = Compilation(condition: "sum(5m) > \(written)", keys: keys)
      #expect(compilation.errors.map(\.code.id) == ["SR207"])
      #expect(compilation.firstError?.text == unit)
      #expect(compilation.errors.first?.label == "a rate may be per m, h or d: \(meant)")
    }
  }

  @Test("a metric or label of that name, and a division with blanks, are what they are")
  func noRates() {
    #expect(Compilation(condition: "sum(5m) > 3/s", keys: "metric: s").errors.isEmpty)
    #expect(Compilation(condition: "sum(5m) > 3 / s").errors.map(\.code.id) == ["SR224"])
    #expect(Compilation(condition: "sum(5m) > 3 / min").findings.map(\.code.id) == ["SR402"])
  }

  @Test("a quantile named with a point is asked for the name without it", arguments: ["p99.9 > 1", "p99.9(5m) > 1"])
  func dottedQuantile(condition: String) {
    let error = Compilation(condition: condition).errors.first
    #expect(error?.label == "did you mean 'p999'?" && error?.range.text == "p99.9")
  }

  @Test("a quantile little above 1 is no percentage")
  func quantileAboveOne() {
    let error = Compilation(condition: "quantile(1.5, 5m) > 1").errors.first
    #expect(error?.label == nil && error?.help?.contains("0.95") == true)
  }

  @Test("all faults of all rules and files come at once, in order")
  func allAtOnce() {
    let compilation = Compilation(files: [
      ("b.yaml", "rules:\n  - {name: c, metric: depth, condition: not value}\n"),
      (
        "a.yaml",
        """
        rules:
          - {name: a, metric: depth, where: value > 1, condition: 'not value or count or zcore(1h) > 1'}
          - {name: b, metric: depth, condition: nothing > 1, annotations: {s: "{{ nobody }}"}}
        """
      ),
    ])
    #expect(compilation.errors.map(\.code.id) == ["SR317", "SR301", "SR301", "SR203", "SR224", "SR321", "SR301"])
    #expect(compilation.errors.map(\.range.source.path) == Array(repeating: "a.yaml", count: 6) + ["b.yaml"])
  }

  @Test("a second rule, list or macro of a name is an error at the second in path order ([P6], [P8])")
  func duplicates() {
    let text = """
      lists: {l: [a]}
      macros: {m: value in $n}
      rules: [{name: r, metric: depth, condition: "@m"}]
      """
    let compilation = Compilation(files: [("b.yaml", text), ("a.yaml", text + "\n"), ("c.yaml", "lists: {n: [1]}")])
    let errors = compilation.errors.filter { ["SR120", "SR121", "SR122"].contains($0.code.id) }
    #expect(errors.map(\.code.id) == ["SR122", "SR121", "SR120"])
    #expect(errors.allSatisfy { $0.range.source.path == "b.yaml" })
    #expect(errors.map(\.range.text) == ["l", "m", "r"])
    #expect(errors.allSatisfy { $0.notes.first?.range?.source.path == "a.yaml" })
  }

  @Test("rules that name each other in a cycle are refused with the chain ([P14])")
  func cycles() {
    let compilation = Compilation(
      """
      rules:
        - {name: a, by: [], condition: 'firing("b")'}
        - {name: b, by: [], condition: c}
        - {name: c, by: [], condition: a}
        - {name: d, by: [], condition: a}
        - {name: e, by: [], condition: e}
      """)
    #expect(compilation.errors.map(\.code.id) == ["SR318", "SR318"])
    #expect(compilation.errors.first?.message.hasSuffix("a → b → c → a") == true)
    #expect(compilation.errors.last?.message.hasSuffix("e → e") == true)
  }

  @Test("a chain of ten thousand rules is no cycle and no deep recursion")
  func longChain() {
    let links = (1..<10_000).map { "  - {name: r\($0), by: [], condition: r\($0 - 1)}\n" }.joined()
    let compilation = Compilation("rules:\n  - {name: r0, metric: depth, condition: value > 1}\n" + links)
    #expect(compilation.plan?.rules.map(\.name).first == "r0")
    #expect(compilation.plan?.rules.map(\.name).last == "r9999")
  }
}

extension String {
  /// Without brackets around the whole: which of them a node's range has is the parser's choice.
  fileprivate var trimmingParentheses: String {
    hasPrefix("(") && hasSuffix(")") ? String(dropFirst().dropLast()) : self
  }
}
