import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Broken files")
struct BrokenFileTests {
  struct Case: Sendable {
    let name: String
    let text: String
    let places: [String]
    var word = ""
  }

  static let cases: [Case] = [
    Case(
      name: "a quote without end", text: "rules:\n  - name: a\n    description: \"no end\n    x: 5\n",
      places: ["3:18 SR003"], word: "never closed"),
    Case(
      name: "an indentation that is too deep",
      text: "rules:\n  - name: a\n    condition: value > 5\n       severity: info\n",
      places: ["4:16 SR016"], word: "continues the text above"),
    Case(
      name: "a duplicate key at the root", text: "rules: []\nx: 1\nrules: []\n", places: ["3:1 SR004"],
      word: "duplicate"),
    Case(name: "a duplicate key in braces", text: "labels: {team: x, team: y}\n", places: ["1:19 SR004"]),
    Case(name: "a second document", text: "rules: []\n---\nrules: []\n", places: ["2:1 SR005"], word: "document"),
    Case(name: "text behind the end of the document", text: "rules: []\n...\nrules: []\n", places: ["3:1 SR001"]),
    Case(
      name: "an at sign", text: "a:\n  condition: @busy and value > 5\n", places: ["2:14 SR002"], word: "needs quotes"),
    Case(name: "a backquote", text: "condition: `x`\n", places: ["1:12 SR002"], word: "needs quotes"),
    Case(name: "a percent sign", text: "condition: %x\n", places: ["1:12 SR002"], word: "needs quotes"),
    Case(name: "an at sign in a list", text: "any: [value > 5, @busy]\n", places: ["1:18 SR002"], word: "needs quotes"),
    Case(name: "an at sign in a block list", text: "any:\n  - @busy\n", places: ["2:5 SR002"]),
    Case(name: "a leading exclamation mark", text: "condition: !absent(5m)\n", places: ["1:12 SR006"], word: "quotes"),
    Case(name: "a tag and a text", text: "condition: !absent and x\n", places: ["1:12 SR006"], word: "quotes"),
    Case(name: "a tag before a greater sign", text: "condition: !x > 5\n", places: ["1:12 SR002"], word: "quotes"),
    Case(name: "an unknown tag handle", text: "condition: !x!y z\n", places: ["1:12 SR002"], word: "quotes"),
    Case(
      name: "a named argument", text: "condition: psi(15m, baseline: 1h) > 0.2\n", places: ["1:29 SR016"],
      word: "baseline=1h"),
    Case(name: "braces in a list", text: "any: [rate(m{a=\"x\"}, 5m) > 1]\n", places: ["1:13 SR001"], word: "quotes"),
    Case(name: "a template without quotes", text: "a: {{ value }}\n", places: ["1:5 SR007"], word: "quotes"),
    Case(name: "a list as key", text: "? [a, b]\n: c\nd: e\n", places: ["1:3 SR007"]),
    Case(name: "text behind a closing quote", text: "a:\n  b: {c: \"a\" b}\n", places: ["2:14 SR001"]),
    Case(name: "text behind a closing quote in a block", text: "a: \"x\" y\nb: c\n", places: ["1:8 SR001"]),
    Case(
      name: "a template's text in double quotes inside of double quotes",
      text: "a:\n  summary: \"{{ x | default(\"none\") }}\"\n  b: 1\n", places: ["2:29 SR001"],
      word: "between single quotes: '{{ x | default(\"…\") }}', or below its key behind '>-'"),
    Case(
      name: "a template's blank in double quotes inside of double quotes",
      text: "a: [\"{{ x | default(\" \") }}\", b]\n", places: ["1:23 SR001"], word: "single quotes"),
    Case(
      name: "a template's text in braces", text: "a: {b: \"{{ x | default(\"none\") }}\"}\n", places: ["1:25 SR001"],
      word: "single quotes"),
    Case(
      name: "single quotes inside of single quotes", text: "a: '{{ x | default('none') }}'\nb: 1\n",
      places: ["1:21 SR001"], word: "between double quotes"),
    Case(
      name: "a comparison with a text in double quotes", text: "a: \"model == \"gpt-4o\"\"\nb: 1\n",
      places: ["1:15 SR001"], word: "single quotes"),
    Case(
      name: "an undefined alias", text: "a: &base 1\nb: *bas\nc: *nothing\n", places: ["2:4 SR011", "3:4 SR011"],
      word: "did you mean '*base'"),
    Case(name: "an alias inside of its anchor", text: "a: &x [1, *x]\n", places: ["1:11 SR011"], word: "inside"),
    Case(name: "a lone asterisk", text: "a: * 5\n", places: ["1:4 SR002"], word: "alias"),
    Case(name: "a merge of a number", text: "a:\n  <<: 5\n  b: 1\n", places: ["2:7 SR012"]),
    Case(name: "a merge of a list with a number", text: "a: &m {x: 1}\nb: {<<: [*m, 5]}\n", places: ["2:14 SR012"]),
    Case(name: "two merge keys", text: "a: &m {x: 1}\nb: {<<: *m, <<: *m}\n", places: ["2:13 SR004"]),
    Case(name: "a tab", text: "a:\n\tb: 1\n", places: ["2:1 SR001"], word: "tab"),
    Case(
      name: "a pattern in double quotes", text: "a: \"x =~ '\\d'\"\n", places: ["1:11 SR017"], word: "single quotes"),
    Case(name: "a key without colon", text: "a: 1\nb\nc: 2\n", places: ["2:1 SR001"], word: "colon"),
    Case(name: "a bracket without end", text: "a: [1, 2\n", places: ["1:4 SR003"]),
    Case(name: "a list without end", text: "rules: [\n", places: ["1:8 SR003"], word: "the list that opens here"),
    Case(
      name: "an inner list without end", text: "a: {b: [1, 2],\n  c: [", places: ["2:6 SR003"],
      word: "the list that opens here"),
    Case(name: "a mapping without end", text: "a: {b: ", places: ["1:4 SR003"], word: "the mapping that opens here"),
    Case(name: "a value left out of a list", text: "a: [1, , 2]\n", places: ["1:8 SR001"], word: "before this ','"),
    Case(name: "a bracket in place of a value", text: "a: ]\n", places: ["1:4 SR001"], word: "before this ']'"),
    Case(name: "an escape without digits", text: "a: \"\\xZZ\"\n", places: ["1:7 SR001"], word: "hexadecimal"),
    Case(name: "a text behind a block's sign", text: "a: |x\n  y\n", places: ["1:5 SR001"], word: "next line"),
    Case(name: "a directive", text: "%YAML 9.1\n---\na: 1\n", places: ["1:1 SR001"], word: "remove the line"),
    Case(name: "a merge of an undefined alias", text: "a: {<<: *x, b: 1}\n", places: ["1:9 SR011"]),
    Case(name: "a merge of undefined aliases", text: "a: {<<: [*x, *y]}\n", places: ["1:10 SR011", "1:14 SR011"]),
    Case(name: "a control character", text: "a: b\u{7}\n", places: ["1:5 SR015"], word: "U+0007"),
    Case(
      name: "several at once", text: "a: !x 1\na: 2\nb: *c\n? {}\n: 1\n",
      places: ["1:4 SR006", "2:1 SR004", "3:4 SR011", "4:3 SR007"]),
  ]

  @Test("each fault has its place, its code and a word of help", arguments: cases)
  func placesFault(_ fault: Case) {
    let reading = Reading(fault.text)
    #expect(reading.places == fault.places, "\(fault.name): \(reading.findings.map(\.message))")
    let words = reading.findings.map { "\($0.message) \($0.label ?? "") \($0.help ?? "")" }.joined(separator: " ")
    #expect(fault.word.isEmpty || words.contains(fault.word), "\(fault.name): \(words)")
  }
}
