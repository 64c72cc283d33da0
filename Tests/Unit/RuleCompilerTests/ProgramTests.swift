import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelPatterns
import Testing

/// What conditions are compiled to.
@Suite struct ProgramTests {
  private func program(_ condition: String, keys: String = "metric: depth") throws -> Program {
    let compilation = Compilation(condition: condition, keys: keys)
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    return try #require(plan.rules.first?.levels.first?.program)
  }

  private static let programs: [(String, [Program.Operation])] = [
    ("value > 5", [.call(0), .push(5), .greater]),
    ("value * 2 - 1 <= -3", [.call(0), .push(2), .multiply, .push(1), .subtract, .push(-3), .lessOrEqual]),
    ("-value < 5m", [.call(0), .negate, .push(300), .less]),
    (
      "value > 50% and value != $40/h",
      [
        .call(0), .push(0.5), .greater, .call(0), .push(40.0 / 3_600), .notEqual, .and,
      ]
    ),
    (
      "not (value > 1 or false or value < 0)",
      [
        .call(0), .push(1), .greater, .push(0), .or, .call(0), .push(0), .less, .or, .not,
      ]
    ),
    ("(value > 5) == true", [.call(0), .push(5), .greater, .push(1), .equal]),
    ("value in [1, 2.5]", [.call(0), .isInNumbers([1, 2.5])]),
    ("value not in [-1]", [.call(0), .isInNumbers([-1]), .not]),
    ("service == \"chat\"", [.stringEqual(.group(0), .literal("chat"))]),
    ("service != \"chat\"", [.stringEqual(.group(0), .literal("chat")), .not]),
    ("service in [\"a\", \"b\"]", [.stringIsIn(.group(0), ["a", "b"])]),
    ("lower(service) contains \"c\"", [.stringContains(.lowered(.group(0)), .literal("c"))]),
    ("length(service) > 3", [.length(.group(0)), .push(3), .greater]),
    ("absent(10m)", [.call(1)]),
  ]

  @Test("operators come after their operands", arguments: programs)
  func operations(_ condition: String, _ expected: [Program.Operation]) throws {
    let program = try program(condition)
    #expect(program.operations == expected)
    #expect(program.result == .boolean)
  }

  @Test("patterns are compiled")
  func patterns() throws {
    let pattern = try Pattern("a.*")
    #expect(try program("service =~ \"a.*\"").operations == [.stringMatches(.group(0), pattern)])
    #expect(try program("service !~ \"a.*\"").operations == [.stringMatches(.group(0), pattern), .not])
  }

  @Test("depth is the most that lies on the stack")
  func depth() throws {
    #expect(try program("value > 5").depth == 2)
    #expect(try program("value > 1 and value > 2 and value > 3").depth == 3)
    #expect(try program("value > (1 + (2 + (3 + value)))").depth == 5)
  }

  @Test("levels go from low to high, whatever their order in the file")
  func levels() throws {
    let compilation = Compilation(
      """
      rules:
        - {name: a, metric: depth, severity: {critical: value > 9, info: value > 1, warning: value > 5}}
      """)
    let levels = try #require(compilation.plan?.rules.first?.levels)
    #expect(levels.map(\.severity) == [.info, .warning, .critical])
    #expect(levels.map(\.text) == ["value > 1", "value > 5", "value > 9"])
  }

  @Test("a single condition is a warning unless said otherwise ([P10])")
  func severity() throws {
    #expect(Compilation(condition: "value > 1").plan?.rules.first?.levels.map(\.severity) == [.warning])
    #expect(
      Compilation(condition: "value > 1", keys: "metric: depth\n    severity: info").plan?.rules.first?.levels
        .map(\.severity) == [.info])
  }

  @Test("evidence has each distinct call and name as written, and macros beside what is in them ([P80])")
  func evidence() throws {
    let compilation = Compilation(
      """
      macros: {busy: count(5m) > 100}
      rules:
        - name: a
          metric: depth
          condition: value > p50 * 3 and @busy and value  <  9 and avg( 1h ) > 1 and service == "x" and firing("b")
        - {name: b, metric: depth, condition: value > 1}
      """)
    let evidence = try #require(compilation.plan?.rules.last?.levels.first?.evidence)
    #expect(
      evidence.map(\.text) == [
        "value", "p50", "@busy", "count(5m)", "avg( 1h )", "service", "firing(\"b\")",
      ])
    #expect(evidence.map(\.program.result) == [.number, .number, .boolean, .number, .number, .string, .boolean])
    #expect(evidence.first { $0.text == "service" }?.program.text == .group(0))
  }

  @Test("atoms are the comparisons and other leaves of the condition")
  func atoms() throws {
    let compilation = Compilation(
      condition: "value > 5 and not (absent or service == \"x\") and (value > 5) == true and true",
      keys: "metric: depth")
    let atoms = try #require(compilation.plan?.rules.first?.levels.first?.atoms)
    #expect(atoms.map(\.text) == ["value > 5", "absent", "service == \"x\"", "(value > 5) == true"])
    #expect(atoms.first?.program.operations == [.call(0), .push(5), .greater])
  }
}
