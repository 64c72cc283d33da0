import SentinelDiagnostics
import SentinelModel
import Testing

@Suite("Rendering of findings")
struct RenderingTests {
  static let budget = """
    cost_alerts:
      - name: hourly_budget
        condition: zscroe(24h) > 2
        condition: value > 5
    """

  static func finding(
    _ text: String, marking part: String, path: String = "Rules/budget.yaml",
    message: String = "'zscroe' is not a function",
    label: String? = "did you mean 'zscore'?", notes: [Diagnostic.Note] = [],
    help: String? = "'sentinel functions' lists what is registered"
  ) -> Diagnostic {
    let source = SourceText(path: path, text: text)
    return Diagnostic(
      .unknownFunction, message, at: range(of: part, in: source), label: label, notes: notes, help: help)
  }

  /// The first place of `part`, which is in the text.
  static func range(of part: String, in source: SourceText) -> SourceRange {
    let part = Array(part.utf8)
    let starts = 0...max(0, source.bytes.count - part.count)
    let start = starts.first { source.bytes[$0...].starts(with: part) } ?? 0
    return SourceRange(source, start, start + part.count)
  }

  @Test("a finding is shown with its line, carets, label and help")
  func showsFinding() {
    let text = DiagnosticRenderer.text([Self.finding(Self.budget, marking: "zscroe")])
    #expect(
      text == """
        Rules/budget.yaml:3:16: error: 'zscroe' is not a function [SR203]
          3 |     condition: zscroe(24h) > 2
            |                ^^^^^^ did you mean 'zscore'?
          help: 'sentinel functions' lists what is registered

        """)
  }

  @Test("a note with a place has a line of its own, one without stands below the finding")
  func showsNotes() {
    let source = SourceText(path: "a.yaml", text: "x: 1\nx: 2\n")
    let finding = Diagnostic(
      .duplicateKey, "duplicate key 'x'", at: SourceRange(source, 5, 6),
      notes: [Diagnostic.Note("the first is here", at: SourceRange(source, 0, 1)), Diagnostic.Note("keys are unique")])
    #expect(
      DiagnosticRenderer.text([finding]) == """
        a.yaml:2:1: error: duplicate key 'x' [SR004]
          2 | x: 2
            | ^
          note: keys are unique
        a.yaml:1:1: note: the first is here

        """)
  }

  static let alignments: [(line: String, part: String, shown: String)] = [
    ("\t\tcondition: nope > 1", "nope", "  1 | \t\tcondition: nope > 1\n    | \t\t           ^^^^"),
    ("名前: nope", "nope", "  1 | 名前: nope\n    |       ^^^^"),
    ("a: 名前", "名前", "  1 | a: 名前\n    |    ^^^^"),
    ("🚨🚨 nope", "nope", "  1 | 🚨🚨 nope\n    |      ^^^^"),
    ("e\u{301}e\u{301} nope", "nope", "  1 | e\u{301}e\u{301} nope\n    |    ^^^^"),
    ("a\u{1B}[2J nope", "nope", "  1 | a\\u{1b}[2J nope\n    |            ^^^^"),
    ("a\u{202E} nope", "nope", "  1 | a\\u{202e} nope\n    |           ^^^^"),
    ("first nope\r\nsecond", "nope\r\nsec", "  1 | first nope\n    |       ^^^^"),
    ("at the end", "", "  1 | at the end\n    | ^"),
  ]

  @Test("carets stand below what they mark", arguments: alignments)
  func alignsCarets(_ example: (line: String, part: String, shown: String)) {
    let text = DiagnosticRenderer.text([Self.finding(example.line, marking: example.part, label: nil, help: nil)])
    #expect(text.split(separator: "\n", maxSplits: 1).last.map(String.init) == example.shown + "\n")
  }

  @Test("a long line is cut around the caret")
  func cutsLongLine() throws {
    for before in [0, 100, 2000] {
      for after in [0, 100, 100_000] where before + after > 160 {
        let line = String(repeating: "é", count: before) + "nope" + String(repeating: "字", count: after)
        let text = DiagnosticRenderer.text([Self.finding(line, marking: "nope", label: nil, help: nil)])
        let lines = text.split(separator: "\n")
        let excerpt = try #require(lines.dropFirst().first)
        let carets = try #require(lines.dropFirst(2).first)
        #expect(excerpt.count <= 170)
        #expect(excerpt.hasPrefix("  1 | …") == (before > 160 || (before > 53 && after > 0)), "\(before) \(after)")
        #expect(excerpt.hasSuffix("…") == (after > 0), "\(before) \(after)")
        let column = try #require(excerpt.firstRange(of: "nope")).lowerBound
        #expect(
          excerpt.distance(from: excerpt.startIndex, to: column)
            == carets.distance(from: carets.startIndex, to: try #require(carets.firstIndex(of: "^"))))
        #expect(carets.hasSuffix(" ^^^^"))
      }
    }
  }

  @Test("bytes that are no UTF-8 are shown as numbers")
  func showsBadBytes() {
    let source = SourceText(path: "a.yaml", bytes: Array("caf".utf8) + [0xE9, 0x20, 0xFF])
    let text = DiagnosticRenderer.text([Diagnostic(.invalidUTF8, "bad", at: SourceRange(source, 3, 4))])
    #expect(
      text == """
        a.yaml:1:4: error: bad [SR013]
          1 | caf\\x{e9} \\x{ff}
            |    ^^^^^^

        """)
  }

  @Test("a path and a message can't speak to the terminal")
  func escapesMessage() {
    let text = DiagnosticRenderer.text([
      Self.finding(
        "x", marking: "x", path: "a\u{1B}[31m\n.yaml", message: "b\u{7}\nc.yaml:1:1: error: d", label: "\u{9B}e",
        help: "\u{1B}f")
    ])
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    #expect(text.split(separator: "\n").count == 4)
  }

  @Test("a file without text has no excerpt")
  func showsMissingFile() {
    let finding = Diagnostic(.fileTooLarge, "too large", at: SourceRange(SourceText(path: "a.yaml", bytes: []), 0, 0))
    #expect(DiagnosticRenderer.text([finding]) == "a.yaml:1:1: error: too large [SR008]\n")
  }

  @Test("findings are sorted by path and place, and the rest of a file is counted")
  func sortsAndLimits() {
    let source = SourceText(path: "b.yaml", text: String(repeating: "x\n", count: 150))
    var findings = (0..<150).reversed().map {
      Diagnostic(.yamlSyntax, "m", at: SourceRange(source, $0 * 2, $0 * 2 + 1))
    }
    findings.append(Self.finding("y", marking: "y", path: "a.yaml"))
    let heads = DiagnosticRenderer.text(findings).split(separator: "\n").filter { $0.contains(".yaml:") }
    #expect(heads.count == 102)
    #expect(heads.first?.hasPrefix("a.yaml:1:1: error:") == true)
    #expect(heads.dropFirst().first?.hasPrefix("b.yaml:1:1: error:") == true)
    #expect(heads.last == "b.yaml: 50 more errors not listed")
    #expect(DiagnosticRenderer.json(findings).contains("\"errors\":151,\"warnings\":0,\"omitted\":50"))
    #expect(DiagnosticRenderer.github(findings).hasSuffix("::notice file=b.yaml::50 more findings not listed\n"))
  }

  @Test("colours are there on request only")
  func paints() {
    let finding = Self.finding("nope", marking: "nope", label: nil, help: nil)
    #expect(DiagnosticRenderer.text([finding], color: true).contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(!DiagnosticRenderer.text([finding]).contains("\u{1B}"))
  }

  @Test("the form for programs has everything")
  func writesJSON() {
    let source = SourceText(path: "a.yaml", text: "x: 1\nx: 2\n")
    let finding = Diagnostic(
      .duplicateKey, "duplicate key \"x\"", at: SourceRange(source, 5, 6), label: "twice",
      notes: [Diagnostic.Note("first", at: SourceRange(source, 0, 1)), Diagnostic.Note("unique")])
    #expect(
      DiagnosticRenderer.json([finding]) == """
        {"diagnostics":[{"code":"SR004","level":"error","message":"duplicate key \\"x\\"","file":"a.yaml","line":2,\
        "column":1,"end_line":2,"end_column":2,"label":"twice","help":null,"notes":[{"message":"first",\
        "file":"a.yaml","line":1,"column":1,"end_line":1,"end_column":2},{"message":"unique"}]}],\
        "errors":1,"warnings":0,"omitted":0}

        """)
    #expect(
      DiagnosticRenderer.json([]) == "{\"diagnostics\":[],\"errors\":0,\"warnings\":0,\"omitted\":0}\n")
  }

  @Test("the form for GitHub escapes what would end a message or a property")
  func writesCommands() {
    let finding = Self.finding(
      "nope", marking: "nope", path: "a,b:c%.yaml", message: "50% of\nit: a, b", label: nil, help: "h")
    #expect(
      DiagnosticRenderer.github([finding]) == """
        ::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,endLine=1,endColumn=5,title=SR203::50%25 of%0Ait: a, b%0Ahelp: h

        """)
    #expect(DiagnosticRenderer.github([]).isEmpty)
    #expect(DiagnosticRenderer.text([]).isEmpty)
  }

  @Test("no range of any text makes a renderer fail")
  func survivesAnything() {
    let texts: [[UInt8]] = [
      [], [0x0A], [0xFF, 0xFE, 0], Array("a\r\nb\tc\u{1F468}\u{200D}\u{1F469}".utf8), [0xF0, 0x9F],
    ]
    for bytes in texts {
      let source = SourceText(path: "p", bytes: bytes)
      for start in -1...(bytes.count + 2) {
        for end in -1...(bytes.count + 2) {
          let finding = Diagnostic(.yamlSyntax, "m", at: SourceRange(source, start, end))
          #expect(DiagnosticRenderer.text([finding]).hasPrefix("p:"))
          #expect(!DiagnosticRenderer.json([finding]).isEmpty)
          #expect(DiagnosticRenderer.github([finding]).hasPrefix("::error"))
        }
      }
    }
  }
}
