import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

@Suite struct MacroTests {
  @Test("a macro expands as a subtree, also a composite, also in another file ([P8])")
  func expansion() throws {
    let compilation = Compilation(files: [
      ("a.yaml", "rules: [{name: a, metric: depth, condition: not @either}]"),
      ("b.yaml", "macros: {either: {any: [value > 5, '@small']}, small: value < 1}"),
    ])
    let plan = try #require(compilation.plan, "\(compilation.errors)")
    #expect(
      plan.rules.first?.levels.first?.program.operations
        == [.call(0), .push(5), .greater, .call(0), .push(1), .less, .or, .not])
    #expect(compilation.findings.isEmpty)
  }

  @Test("a fault inside a macro is reported once, at the macro")
  func faultInside() {
    let compilation = Compilation(
      """
      macros: {bad: not value}
      rules:
        - {name: a, metric: depth, condition: "@bad"}
        - {name: b, metric: depth, condition: "@bad and value > 1"}
      """)
    #expect(compilation.errors.map(\.code.id) == ["SR301"])
    #expect(compilation.errors.first.map { $0.range.source.position(of: $0.range.start).line } == 1)
  }

  @Test("a macro that isn't a condition is reported where it is used as one")
  func wrongType() {
    let compilation = Compilation(
      """
      macros: {number: value + 1}
      rules:
        - {name: a, metric: depth, condition: "@number"}
        - {name: b, metric: depth, condition: "@number > 2"}
      """)
    #expect(compilation.errors.map(\.code.id) == ["SR303"])
    #expect(compilation.firstError?.text == "@number")
  }

  @Test("a macro that contains itself is refused with its chain, and reported once")
  func recursion() {
    let compilation = Compilation(
      """
      macros: {a: "@b or value > 1", b: "not @c", c: "@a"}
      rules: [{name: r, metric: depth, condition: "@a and @b"}]
      """)
    #expect(compilation.errors.map(\.code.id) == ["SR319"])
    #expect(compilation.firstError?.text == "a")
    #expect(compilation.errors.first?.message.hasSuffix("@a → @b → @c → @a") == true)
  }

  @Test("a macro bomb is refused without going off")
  func bomb() {
    let macros = (1...60).map { "  m\($0): \"@m\($0 - 1) and @m\($0 - 1)\"\n" }.joined()
    let compilation = Compilation(
      "macros:\n  m0: value > 1\n\(macros)rules: [{name: r, metric: depth, condition: \"@m60\"}]")
    #expect(compilation.errors.map(\.code.id) == ["SR320"])
  }

  @Test("a tower of macros is refused before it costs the stack")
  func tower() {
    let macros = (1...5_000).map { "  m\($0): \"not @m\($0 - 1)\"\n" }.joined()
    let compilation = Compilation(
      "macros:\n  m0: value > 1\n\(macros)rules: [{name: r, metric: depth, condition: \"@m5000\"}]")
    #expect(compilation.errors.map(\.code.id) == ["SR320"])
  }

  @Test("macros nest as deep as the limit says")
  func deep() {
    let macros = (1...190).map { "  m\($0): \"not @m\($0 - 1)\"\n" }.joined()
    let compilation = Compilation(
      "macros:\n  m0: value > 1\n\(macros)rules: [{name: r, metric: depth, condition: \"@m190\"}]")
    #expect(compilation.errors.isEmpty)
  }

  @Test("many rules that each use a large macro are bounded together")
  func manyLarge() {
    let macros = (1...13).map { "  m\($0): \"@m\($0 - 1) and @m\($0 - 1)\"\n" }.joined()
    let rules = (0..<100).map { "  - {name: r\($0), metric: depth, condition: \"@m13\"}\n" }.joined()
    let compilation = Compilation("macros:\n  m0: value > 1\n\(macros)rules:\n\(rules)")
    #expect(Set(compilation.errors.map(\.code.id)) == ["SR320"])
  }
}
