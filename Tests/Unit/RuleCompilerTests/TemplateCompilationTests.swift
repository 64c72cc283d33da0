import RuleCompiler
import SentinelDiagnostics
import SentinelModel
import Testing

/// Annotations ([P86]).
@Suite struct TemplateCompilationTests {
  private func compile(_ template: String, keys: String = "") -> Compilation {
    Compilation(
      """
      rules:
        - name: a
          metric: depth
          by: [service, gen_ai.request.id]
          labels: {team: ops}
          condition: value > p50(5m) * 2 and absent(10m) == false
          annotations: {s: '\(template)'}
          \(keys)
      """)
  }

  private func parts(_ template: String) throws -> [TemplatePlan.Part] {
    let compilation = compile(template)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    return try #require(plan.rules.first?.annotations.first).template.parts
  }

  @Test("labels of 'by', static labels, severity")
  func names() throws {
    #expect(
      try parts("{{ service }}: {{ team | upper }} {{ severity }}{{ gen_ai.request.id | default(\"-\") }}") == [
        .string(.group(0), filters: []), .text(": "), .string(.literal("ops"), filters: [.upper]), .text(" "),
        .severity(filters: []), .string(.group(1), filters: [.default("-")]),
      ])
  }

  @Test("value and the condition's calls, however they are written")
  func calls() throws {
    let value = Program(operations: [.call(0)], result: .number, depth: 1)
    let median = Program(operations: [.call(1)], result: .number, depth: 1)
    #expect(
      try parts("{{ value | duration }} {{ p50 }} {{ quantile(depth, 50%) | number(2) }}") == [
        .number(value, filters: [.duration]), .text(" "), .number(median, filters: []), .text(" "),
        .number(median, filters: [.number(digits: 2)]),
      ])
  }

  private static let faultCases: [(String, String, String)] = [
    ("{{ valeu }}", "SR321", "valeu"), ("{{ model }}", "SR321", "model"), ("{{ p99 }}", "SR321", "p99"),
    ("{{ value | durration }}", "SR322", "durration"), ("{{ value | number }}", "SR322", "number"),
    ("{{ value | number(99) }}", "SR322", "number"), ("{{ value | percent(1) }}", "SR322", "percent"),
    ("{{ service | duration }}", "SR301", "duration"), ("{{ value + service }}", "SR301", "service"),
  ]

  @Test("unknown names and filters", arguments: faultCases)
  func faults(_ template: String, _ code: String, _ text: String) {
    let compilation = compile(template)
    #expect(compilation.errors.map(\.code.id) == [code])
    #expect(compilation.firstError?.text == text)
  }
}
