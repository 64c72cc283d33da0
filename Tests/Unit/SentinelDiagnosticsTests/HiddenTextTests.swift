import SentinelDiagnostics
import Testing

@Suite("Text that no excerpt may show")
struct HiddenTextTests {
  private static func text(_ text: String, hiding: [Range<Int>], _ range: Range<Int>) -> String {
    let source = SourceText(path: "a.yaml", bytes: Array(text.utf8), hiding: hiding)
    let finding = Diagnostic(.duplicateKey, "m", at: SourceRange(source, range.lowerBound, range.upperBound))
    return DiagnosticRenderer.text([finding])
  }

  @Test("a word stands for what is hidden, and the carets below what is marked")
  func within() {
    #expect(
      Self.text("k: hush x: 5\n", hiding: [3..<7], 8..<9) == """
        a.yaml:1:9: error: m [SR004]
          1 | k: <secret> x: 5
            |             ^

        """)
    #expect(Self.text("k: hush x: 5\n", hiding: [3..<7], 3..<7).contains("|    ^^^^^^^^\n"))
  }

  @Test("lines in the midst of it show nothing, and its end and beginning only the rest")
  func lines() {
    let text = "a: |\n  one\n  two\nb: 5\n"
    #expect(Self.text(text, hiding: [3..<16], 0..<1).contains("1 | a: <secret>\n"))
    #expect(Self.text(text, hiding: [3..<16], 7..<8).contains("2 | <secret>\n"))
    #expect(Self.text(text, hiding: [3..<16], 17..<18).contains("4 | b: 5\n"))
  }

  @Test(
    "ranges may touch, overlap, be empty and lie outside",
    arguments: [[3..<5, 5..<7], [3..<6, 4..<7], [0..<0, 3..<7], [3..<7, 90..<99]])
  func ranges(hiding: [Range<Int>]) {
    #expect(Self.text("k: hush x: 5\n", hiding: hiding, 0..<1).contains("1 | k: <secret> x: 5\n"))
  }
}
