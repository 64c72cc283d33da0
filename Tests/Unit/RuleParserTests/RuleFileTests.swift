import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

/// A rule file's text, what was read, and each finding as `line:columns code word…`.
struct FileReading {
  let source: SourceText
  let file: RuleFile
  let tests: [InlineTests]
  let diagnostics: [Diagnostic]

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    source = SourceText(path: "rules.yaml", bytes: bytes)
    var found = Diagnostics()
    (file, tests) = RuleFileParser.parse(source, diagnostics: &found)
    diagnostics = found.sorted
  }

  /// `4:13-14 SR107 'window' is zero; it must be longer; expected …`
  var findings: [String] {
    diagnostics.map { finding in
      let start = source.position(of: finding.range.start)
      let end = source.position(of: finding.range.end)
      let columns = end.line > start.line ? "\(start.column)…" : "\(start.column)-\(max(start.column, end.column - 1))"
      return "\(start.line):\(columns) \(finding.code.id) \(finding.message)" + (finding.label.map { "; " + $0 } ?? "")
    }
  }
}

@Suite("Rule files are read")
struct RuleFileTests {
  @Test("with every key of the language")
  func complete() throws {
    let reading = FileReading(Self.everything)
    #expect(reading.findings == [])
    let file = reading.file
    #expect(file.lists.map(\.name.value) == ["internal", "limits"])
    #expect(
      file.lists.map(\.elements) == [
        [.string("staging"), .string("load-test")], [.number(1), .number(2.5), .number(-3)],
      ])
    #expect(
      file.macros.map { $0.name.value + " = " + $0.body.canonical } == [
        "busy = count(5m) > 100", "quiet = not (@busy or value in $limits)",
      ])
    try #require(file.rules.count == 3)
    let rule = file.rules[0]
    #expect(rule.category == "latency")
    #expect(rule.name.value == "everything")
    #expect(rule.description?.value == "one line")
    #expect(rule.metric?.value == "llm_request_duration_p99")
    #expect(rule.filter?.text == "provider == \"openai\" and tenant not in $internal")
    #expect(rule.by?.value.map(\.value) == ["service", "gen_ai.request.id"])
    #expect(rule.window?.value == .minutes(90))
    #expect(rule.every?.value == .milliseconds(100))
    #expect(rule.hold?.value == .zero)
    #expect(rule.keepFiringFor?.value == .minutes(10))
    #expect(rule.noData?.value == .keep)
    #expect(rule.condition == nil && rule.severity == nil)
    #expect(
      rule.severityMap?.map { $0.severity.value.name + ": " + $0.condition.text } == [
        "warning: value > 800ms",
        "critical: everything_else and quantile(llm_ttft_seconds{model=~\"gpt.*\"}, 0.95, 5m) > 2s",
      ])
    #expect(rule.labels.map { $0.name.value + "=" + $0.value.value } == ["team=ops", "on=off", "tier=1", "paged=true"])
    #expect(rule.annotations.map(\.name.value) == ["summary", "runbook_url"])
    #expect(rule.enabled?.value == true)
    #expect(rule.groupTTL?.value == .days(2))
    #expect(rule.maxGroups?.value == 500)
    #expect(rule.range.text.hasPrefix("name: everything"))
    #expect(rule.firstKeyRange.text == "name")
    #expect(reading.tests.map(\.rule) == ["everything"])
    #expect(file.rules[1].mode?.value == .event)
    #expect(file.rules[1].action?.value == "block")
    #expect(file.rules[1].by?.value.isEmpty == true)
    #expect(file.rules[1].category == nil)
    #expect(file.rules[2].condition?.text == "value > 5\nand count > 3")
    #expect(file.rules[2].hold?.value == .minutes(5))
    #expect(file.rules[2].severity?.value == .critical)
  }

  static let everything = """
    lists: {internal: [staging, load-test], limits: [1, 2.5, -3]}
    macros:
      busy: count(5m) > 100
      quiet: {not: {any: ["@busy", value in $limits]}}
    latency_alerts:
      - name: everything
        description: one line
        metric: llm_request_duration_p99
        where: provider == "openai" and tenant not in $internal
        by: [service, gen_ai.request.id]
        window: 1h30m
        every: 100ms
        for: 0
        keep_firing_for: 10m
        no_data: keep
        severity:
          warning: value > 800ms
          critical: {all: [everything_else, 'quantile(llm_ttft_seconds{model=~"gpt.*"}, 0.95, 5m) > 2s']}
        labels: {team: ops, on: "off", tier: 1, paged: true}
        annotations: {summary: "{{ value | duration }} on {{ service }}", runbook_url: "https://example.org/#x"}
        enabled: true
        group_ttl: 2d
        max_groups: 500
        tests: [{name: x}]
    rules:
      - name: everything_else
        on: event
        by: []
        condition: prompt contains "x" and length(lower(response)) > 5
        action: block
      - name: last
        metric: llm_requests
        condition: |
          value > 5
          and count > 3
        duration: 5m
        severity: critical
        tests:

    """

  @Test("and their canonical form means the same")
  func canonical() {
    let first = FileReading(Self.everything).file
    let second = FileReading(first.canonical)
    #expect(second.findings == [])
    #expect(second.file.canonical == first.canonical)
    #expect(second.file.lists == first.lists)
    #expect(second.file.macros == first.macros)
    #expect(second.file.rules.map(\.condition) == first.rules.map(\.condition))
    #expect(second.file.rules.map(\.filter) == first.rules.map(\.filter))
  }

  @Test(
    "also where there is nothing in them",
    arguments: ["", "# only a comment\n", "---\n", "rules:\n", "a_alerts: []\n", "lists:\nmacros:\nrules: ~\n"])
  func empty(text: String) {
    let reading = FileReading(text)
    #expect(reading.findings == [])
    #expect(reading.file.rules.isEmpty)
  }

  @Test("and a composite builds the same tree as operators")
  func composites() throws {
    let reading = FileReading(
      """
      rules:
        - name: a
          condition:
            all:
              - zscore(1h) > 3
              - any: [count(5m) >= 50, error_rate_high]
              - not: value < 800ms
              - x and y
      """)
    #expect(reading.findings == [])
    let condition = try #require(reading.file.rules.first?.condition)
    #expect(
      condition.text == "zscore(1h) > 3 and (count(5m) >= 50 or error_rate_high) and not value < 800ms and x and y")
    #expect(condition.expression == Reading(condition.text).expression)
  }

  @Test("and the fault of a merged key is shown once, where it is written")
  func aliases() {
    let reading = FileReading(
      """
      rules:
        - &base
          name: a
          metric: m
          condition: &c value > 5 and
        - <<: *base
          name: b
      """)
    #expect(reading.findings == ["5:29-31 SR204 the expression ends behind 'and'; expected a value behind it"])
    #expect(reading.file.rules.map(\.name.value) == ["a", "b"])
  }
}
