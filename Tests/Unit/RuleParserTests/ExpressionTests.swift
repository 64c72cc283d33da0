import RuleParser
import RuleSyntax
import SentinelDiagnostics
import Testing

/// An expression's text, what the parser made of it in canonical form, and what it had to say.
struct Reading {
  let source: SourceText
  let expression: Expression?
  let diagnostics: [Diagnostic]

  init(_ text: String) {
    source = SourceText(path: "expression", text: text)
    var found = Diagnostics()
    expression = ExpressionParser.parse(text: text, source: source, diagnostics: &found)
    diagnostics = found.sorted
  }

  var canonical: String? { diagnostics.isEmpty ? expression?.canonical : nil }
}

@Suite("Expressions are read")
struct ExpressionTests {
  @Test(
    "as their canonical form says",
    arguments: [
      // Numbers and what is made of them.
      ("1", "1"), ("1_000", "1000"), ("2.5e3", "2500"), ("1_000.5e-3", "1.0005"), ("007", "7"), ("1E+2", "100"),
      ("9007199254740993", "9007199254740992"), ("12345678901234567890", "1.2345678901234567e+19"),
      ("50%", "50%"), ("99.9%", "99.9%"), ("0.1%", "0.1%"), ("150%", "150%"), ("1e-3%", "1e-3%"), ("7%", "7%"),
      ("$40", "$40"), ("$2.50", "$2.5"), ("$40/h", "$40/h"), ("6/m", "6/m"), ("2/d", "2/d"),
      ("6 / m", "6 / m"), ("6/max(5m)", "6 / max(5m)"), ("6/m_x", "6 / m_x"), ("6/m.x", "6 / m.x"),
      ("5m/6", "5m / 6"), ("value/60/m", "value / 60/m"),
      // Durations.
      ("800ms", "800ms"), ("5s", "5s"), ("1h30m", "1h30m"), ("90m", "1h30m"), ("1d", "1d"), ("2w", "2w"), ("8d", "8d"),
      ("1m30s500ms", "1m30s500ms"), ("0s", "0s"),
      // Strings.
      ("'a'", "\"a\""), (#"'it\'s'"#, #""it's""#), (#""a\"b""#, #""a\"b""#), (#"'a\d'"#, #""a\\d""#),
      (#"'a\\d'"#, #""a\\d""#), (#"'\u0041\n\t\r'"#, #""A\n\t\r""#), (#"'\ud83d\ude00'"#, "\"😀\""),
      (#"'\ud83d'"#, #""\\ud83d""#),
      (#"'\u12'"#, #""\\u12""#), ("'日本'", "\"日本\""), ("\"\"", "\"\""),
      // Names, references, calls.
      ("true", "true"), ("false", "false"), ("gen_ai.request.id", "gen_ai.request.id"), ("_x", "_x"),
      ("tenant in $internal", "tenant in $internal"), ("@busy", "@busy"),
      ("attributes[\"x-y\"]", "attributes[\"x-y\"]"),
      ("attributes [ 'x' ]", "attributes[\"x\"]"), ("p50", "p50"), ("p50()", "p50()"),
      ("rate(llm_requests{status=\"error\"}, 5m)", "rate(llm_requests{status=\"error\"}, 5m)"),
      ("f(m{a='x',b!=\"y\", c=~'r.*', d!~'z',})", "f(m{a=\"x\", b!=\"y\", c=~\"r.*\", d!~\"z\"})"),
      ("f(m{})", "f(m{})"), ("f(m{gen_ai.request.id='x', in='y'})", "f(m{gen_ai.request.id=\"x\", in=\"y\"})"),
      ("psi(15m, baseline: 1h)", "psi(15m, baseline=1h)"), ("psi(15m, baseline=1h)", "psi(15m, baseline=1h)"),
      ("f(metric=m{a=\"x\"}, offset=-5m)", "f(metric=m{a=\"x\"}, offset=-5m)"), ("avg (5m)", "avg(5m)"),
      // Lists.
      ("x in [1, 2.5, -3]", "x in [1, 2.5, -3]"), ("x not in ['a', \"b\"]", "x not in [\"a\", \"b\"]"),
      ("x in []", "x in []"),
      // Operators.
      ("a && b || !c", "a and b or not c"), ("a AND b OR NOT c", "a and b or not c"), ("x IN $l", "x in $l"),
      ("x NOT IN $l", "x not in $l"), ("prompt CONTAINS 'x'", "prompt contains \"x\""),
      ("a and b and c", "a and b and c"), ("(a and b) and c", "a and b and c"), ("a and (b or c)", "a and (b or c)"),
      ("a or b and c", "a or b and c"), ("(a or b) and c", "(a or b) and c"), ("not a > b", "not a > b"),
      ("!a > b", "not a > b"), ("not not a", "not not a"), ("(not a) == b", "(not a) == b"),
      ("a == !b", "a == (not b)"),
      ("a == !b and c", "a == (not b) and c"), ("not a and b", "not a and b"), ("not (a and b)", "not (a and b)"),
      ("1 + 2 * 3", "1 + 2 * 3"), ("(1 + 2) * 3", "(1 + 2) * 3"), ("10 - 4 - 3", "10 - 4 - 3"),
      ("10 - (4 - 3)", "10 - (4 - 3)"), ("12 / 3 / 2", "12 / 3 / 2"), ("12 / (3 / 2)", "12 / (3 / 2)"),
      ("2 * -3", "2 * -3"), ("- - 3", "--3"), ("-(1 + 2)", "-(1 + 2)"), ("-x * y", "-x * y"), ("3 --2", "3 - -2"),
      ("(value > 5) == true", "(value > 5) == true"), ("a =~ 'x.*' and b !~ \"y\"", "a =~ \"x.*\" and b !~ \"y\""),
      ("((((value))))", "value"), ("value\n > \t5\r\n", "value > 5"),
      ("value > (p50 * 3)", "value > p50 * 3"),
    ])
  func good(text: String, canonical: String) throws {
    let reading = Reading(text)
    #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics.map(\.message))")
    #expect(reading.canonical == canonical)
    // The canonical form is a fixed point and means the same.
    let again = Reading(canonical)
    #expect(again.canonical == canonical)
    #expect(again.expression == reading.expression)
  }

  @Test("a percentage is the number nearest to its decimal value")
  func percentages() {
    for (text, value) in [("99.9%", 0.999), ("0.1%", 0.001), ("34.65%", 0.3465), ("7%", 0.07), ("1_0%", 0.1)] {
      guard case .literal(.percentage(let ratio))? = Reading(text).expression?.kind else {
        Issue.record("\(text) is no percentage")
        continue
      }
      #expect(ratio == value)
    }
  }

  @Test("a chain of `and` is one node, however it is bracketed")
  func flattening() {
    for text in ["a and b and c", "a && (b AND c)", "((a and b)) and c"] {
      guard case .all(let operands)? = Reading(text).expression?.kind else {
        Issue.record("\(text) is no conjunction")
        continue
      }
      #expect(operands.map(\.canonical) == ["a", "b", "c"])
    }
  }

  @Test("with ranges that show the nodes")
  func ranges() throws {
    let expression = try #require(Reading("(value > 5) and avg( m , 5m) < 2").expression)
    #expect(expression.range.text == "(value > 5) and avg( m , 5m) < 2")
    guard case .all(let operands) = expression.kind, case .binary(_, let call, _) = operands[1].kind,
      case .call(let parts) = call.kind
    else { return try #require(Bool(false)) }
    #expect(operands[0].range.text == "value > 5")
    #expect(call.range.text == "avg( m , 5m)")
    #expect(parts.text == "avg( m , 5m)")
    #expect(parts.functionRange.text == "avg")
  }

  @Test("the nesting limit is an error at the place and never a crash")
  func depth() {
    for unit in ["(", "not ", "!", "-", "- ", "f(", "a + (", "a and (b or ", "[", "1 * -", "f(x="] {
      let reading = Reading(String(repeating: unit, count: 100_000) + "x")
      #expect((reading.expression == nil) == true, "\(unit)")
      #expect(reading.diagnostics.map(\.code) == [.nestedTooDeep], "\(unit)")
    }
    for chain in [" + x", " * x", " - 1"] {
      #expect(Reading("x" + String(repeating: chain, count: 100_000)).diagnostics.map(\.code) == [.nestedTooDeep])
      #expect(Reading("x" + String(repeating: chain, count: 199)).diagnostics.isEmpty)
    }
    #expect(Reading(String(repeating: "(", count: 200) + "x" + String(repeating: ")", count: 200)).diagnostics.isEmpty)
    #expect(Reading(String(repeating: "not ", count: 199) + "x").diagnostics.isEmpty)
    #expect(Reading("x" + String(repeating: " and x", count: 10_000)).diagnostics.isEmpty)
  }

  @Test("nested chains of comparisons don't grow the tree")
  func nestedChains() {
    let text = String(repeating: "(0 < ", count: 100) + "x" + String(repeating: " < 1)", count: 100)
    #expect(Reading(text).expression == nil)
  }
}
