import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

@Suite("The canonical form of expressions")
struct CanonicalTests {
  private let range = SourceRange(SourceText(path: "test", text: ""), 0, 0)

  private func node(_ kind: Expression.Kind) -> Expression { Expression(kind, range: range) }
  private func name(_ name: String) -> Expression { node(.name(name)) }

  @Test(
    "writes literals so that they read back as the same value",
    arguments: [
      (Literal.number(5), "5"), (.number(0.1), "0.1"), (.number(1e16), "1e+16"), (.number(1e-7), "1e-07"),
      (.percentage(0.5), "50%"), (.percentage(0.999), "99.9%"), (.percentage(0.0001), "0.01%"), (.percentage(0), "0%"),
      (.percentage(12.34567), "1234.567%"), (.percentage(1e-9), "1e-7%"), (.percentage(1), "100%"),
      (.duration(.minutes(90)), "1h30m"), (.duration(.zero), "0s"), (.amount(2.5), "$2.5"),
      (.rate(value: 40, isAmount: true, unit: .hour), "$40/h"), (.rate(value: 6, isAmount: false, unit: .day), "6/d"),
      (.string("a\"b\\c\n\u{1}"), "\"a\\\"b\\\\c\\n\\u0001\""), (.boolean(true), "true"),
    ])
  func literals(literal: Literal, text: String) { #expect(literal.canonical == text) }

  @Test("brackets only what would read differently without")
  func parentheses() {
    let (a, b, c) = (name("a"), name("b"), name("c"))
    let both = node(.all([a, b]))
    let either = node(.any([a, b]))
    #expect(node(.any([both, c])).canonical == "a and b or c")
    #expect(node(.all([either, c])).canonical == "(a or b) and c")
    #expect(node(.not(both)).canonical == "not (a and b)")
    #expect(node(.all([node(.not(a)), c])).canonical == "not a and c")
    let difference = node(.binary(.subtract, a, b))
    #expect(node(.binary(.subtract, difference, c)).canonical == "a - b - c")
    #expect(node(.binary(.subtract, c, difference)).canonical == "c - (a - b)")
    #expect(node(.binary(.multiply, difference, c)).canonical == "(a - b) * c")
    let comparison = node(.binary(.less, a, b))
    #expect(node(.binary(.equal, comparison, c)).canonical == "(a < b) == c")
    #expect(node(.negate(difference)).canonical == "-(a - b)")
  }

  @Test("joins conjunctions of conjunctions into one node")
  func connectives() {
    let (a, b, c) = (name("a"), name("b"), name("c"))
    #expect(Expression.conjunction([node(.all([a, b])), c], range: range) == node(.all([a, b, c])))
    #expect(Expression.disjunction([a, node(.any([b, c]))], range: range) == node(.any([a, b, c])))
    #expect(Expression.conjunction([a], range: range) == a)
    #expect(Expression.conjunction([node(.any([a, b])), c], range: range) == node(.all([node(.any([a, b])), c])))
  }

  @Test("has a fingerprint that is FNV-1a 64 of its text")
  func fingerprint() {
    // From the reference implementation's test vectors: "a" and "foobar".
    #expect(name("a").fingerprint == 0xaf63_dc4c_8601_ec8c)
    #expect(name("foobar").fingerprint == 0x8594_4171_f739_67e8)
  }

  @Test("a call that nobody wrote has its canonical form as its text")
  func callText() {
    let window = Call.Argument(name: nil, nameRange: nil, value: .expression(node(.literal(.duration(.minutes(5))))))
    let call = Call(function: "avg", functionRange: range, arguments: [window])
    #expect(call.text == "avg(5m)")
  }
}
