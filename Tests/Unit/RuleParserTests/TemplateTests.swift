import RuleParser
import RuleSyntax
import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Templates")
struct TemplateTests {
  private func parse(_ text: String) -> (template: Template?, diagnostics: [Diagnostic]) {
    let source = SourceText(path: "template", text: text)
    let range = SourceRange(source, 0, source.bytes.count)
    let scalar = YAMLScalar(
      text: text, style: .plain, value: .string, range: range, offsets: Array(0...source.bytes.count))
    var diagnostics = Diagnostics()
    let template = TemplateParser.parse(scalar, diagnostics: &diagnostics)
    return (template, diagnostics.sorted)
  }

  /// The parts, texts in bars.
  private func outline(_ text: String) -> String? {
    let (template, diagnostics) = parse(text)
    guard diagnostics.isEmpty else { return nil }
    return template?.parts.map { part in
      switch part {
      case .text(let text): "|\(text)|"
      case .expression(let expression, let filters):
        ([expression.canonical]
          + filters.map { "\($0.name.value)(\($0.arguments.map(\.canonical).joined(separator: ", ")))" })
          .joined(separator: " → ")
      }
    }.joined()
  }

  @Test(
    "are text with expressions and filters",
    arguments: [
      ("", ""), ("plain { text }", "|plain { text }|"), ("{{value}}", "value"), ("a }} b", "|a }} b|"),
      ("p99 of {{ model }} is {{ value | duration }}", "|p99 of |model| is |value → duration()"),
      ("{{ value | number(2) | default(\"none\") }}!", "value → number(2) → default(\"none\")|!|"),
      ("{{ a || b | upper }}", "a or b → upper()"), ("{{ '}}' + x }}", "\"}}\" + x"),
      ("{{ \"{{\" }} and {{ '}}' }}", "|{{ and }}|"), ("{{ rate(m{a=\"x\"}, 5m) }}", "rate(m{a=\"x\"}, 5m)"),
      ("{{ f(m{a=\"|\"})}}", "f(m{a=\"|\"})"), ("日本 {{ value }} 🚀", "|日本 |value| 🚀|"),
    ])
  func good(text: String, outline: String) { #expect(self.outline(text) == outline) }

  @Test(
    "that can't be read show where",
    arguments: [
      ("a {{ value", 3, "never closed"), ("{{ }}", 1, "empty"), ("{{ value | }}", 10, "filter"),
      ("{{ value > }}", 10, "'>'"), ("{{ value | 5 }}", 12, "filter"), ("{{ value | number(x) }}", 12, "literal"),
      ("x {{ a b }} {{", 8, "unexpected 'b'"), ("{{ 'a }}", 1, "never closed"),
    ])
  func bad(text: String, column: Int, word: String) throws {
    let (template, diagnostics) = parse(text)
    #expect(template == nil)
    let finding = try #require(diagnostics.first)
    #expect(finding.range.source.position(of: finding.range.start).column == column)
    #expect((finding.message + (finding.label ?? "")).contains(word))
  }
}
