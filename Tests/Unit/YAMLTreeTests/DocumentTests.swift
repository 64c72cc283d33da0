import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Documents")
struct DocumentTests {
  @Test(
    "a file without content is nothing, and no fault",
    arguments: ["", "\n\n", "# c\n", "---\n", "\u{FEFF}", " \n", "---\n# c\n...\n"])
  func readsEmptyFile(_ text: String) {
    let reading = Reading(text)
    #expect(reading.root == nil)
    #expect(reading.places == [])
  }

  @Test("a document may have a start, an end and a directive")
  func readsMarkers() {
    #expect(Reading("%YAML 1.2\n---\na: 1\n...\n").tree == "{a: 1}")
    #expect(Reading("--- [a]\n").tree == "['a']")
    #expect(Reading("~").tree == "null")
  }

  @Test("line ends of all systems give the same tree", arguments: ["\n", "\r\n", "\r"])
  func readsLineEnds(_ end: String) {
    let lines = ["rules:", "  - name: a", "    text: |", "      b", "      c", "    list: [x,", "      y]", ""]
    let reading = Reading(lines.joined(separator: end))
    #expect(reading.tree == "{rules: [{name: 'a', text: 'b\nc\n', list: ['x', 'y']}]}")
    let position = reading.node("rules", "0", "list", "1").map { reading.source.position(of: $0.range.start) }
    #expect(position?.line == 7)
    #expect(position?.column == 7)
  }

  @Test("on is a key like any other")
  func readsOn() {
    #expect(Reading("on: event\nyes: no\n").tree == "{on: 'event', yes: 'no'}")
  }

  @Test("an alias is the anchor's value at the anchor's place, and knows where it was used")
  func expandsAlias() throws {
    let reading = Reading("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n*x : e\n")
    #expect(reading.places == [])
    #expect(reading.tree == "{a: [1, 2], b: [1, 2], c: 3, d: 3, 3: 'e'}")
    let alias = try #require(reading.node("b"))
    #expect(alias.range.start == 6)
    #expect(alias.aliasRange?.text == "*x")
    #expect(reading.node("a")?.aliasRange == nil)
  }

  @Test("merge keys bring what isn't written out, and the written stands first")
  func merges() {
    let base = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\n"
    #expect(Reading(base + "a: {<<: *b, y: 9}").node("a").map(Reading.describe) == "{y: 9, x: 1}")
    #expect(Reading(base + "a: {y: 9, <<: *b}").node("a").map(Reading.describe) == "{y: 9, x: 1}")
    #expect(Reading(base + "a: {<<: [*m, *b]}").node("a").map(Reading.describe) == "{y: 3, z: 4, x: 1}")
    #expect(Reading(base + "a: {<<: {k: v}, q: 1}").node("a").map(Reading.describe) == "{q: 1, k: 'v'}")
    #expect(Reading(base + "a: &a {<<: *b}\nc: {<<: *a, x: 0}").node("c").map(Reading.describe) == "{x: 0, y: 2}")
    #expect(Reading("a: {'<<': 5}").tree == "{a: {<<: 5}}")
    #expect(Reading(base + "a:\n  <<: *b\n").node("a", "x")?.aliasRange?.text == "*b")
    #expect(Reading("a: {<<: []}").tree == "{a: {}}")
  }

  @Test("duplicate keys of a large mapping are found too")
  func findsLateDuplicate() {
    let keys = (0..<1000).map { "k\($0): 1\n" }.joined()
    #expect(Reading(keys + "k3: 2\nk900: 2\nk3: 2\n").places == ["1001:1 SR004", "1002:1 SR004", "1003:1 SR004"])
    #expect(Reading("1: a\n\"1\": b\n").places == ["2:1 SR004"])
  }
}
