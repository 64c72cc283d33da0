import SentinelModel

extension DiagnosticRenderer {
  /// The form for programs: an object whose `diagnostics` are in path order, and the numbers of all `errors` and
  /// `warnings`, of which `omitted` are not listed. Lines and columns count from 1, columns in Unicode scalars, and
  /// `end_column` is behind the last character. `label` and `help` may be null, and a note may have no place.
  public static func json(_ diagnostics: [Diagnostic]) -> String {
    let files = byFile(diagnostics)
    var json = JSONWriter()
    json.object { json in
      json.key("diagnostics")
      json.array { json in
        for file in files { for finding in file.listed { write(finding, to: &json) } }
      }
      json.key("errors")
      json.integer(files.reduce(0) { $0 + $1.errors })
      json.key("warnings")
      json.integer(files.reduce(0) { $0 + $1.warnings })
      json.key("omitted")
      json.integer(files.reduce(0) { $0 + $1.omittedErrors + $1.omittedWarnings })
    }
    return json.text + "\n"
  }

  private static func write(_ finding: Diagnostic, to json: inout JSONWriter) {
    json.object { json in
      json.key("code")
      json.string(finding.code.id)
      json.key("level")
      json.string(finding.level.rawValue)
      json.key("message")
      json.string(finding.message)
      writePlace(finding.range, to: &json)
      json.key("label")
      write(finding.label, to: &json)
      json.key("help")
      write(finding.help, to: &json)
      json.key("notes")
      json.array { json in
        for note in finding.notes { write(note, to: &json) }
      }
    }
  }

  private static func write(_ note: Diagnostic.Note, to json: inout JSONWriter) {
    json.object { json in
      json.key("message")
      json.string(note.message)
      if let range = note.range { writePlace(range, to: &json) }
    }
  }

  private static func writePlace(_ range: SourceRange, to json: inout JSONWriter) {
    let place = Place(range)
    json.key("file")
    json.string(place.path)
    let numbers = [
      ("line", place.start.line), ("column", place.start.column), ("end_line", place.end.line),
      ("end_column", place.end.column),
    ]
    for (name, number) in numbers {
      json.key(name)
      json.integer(number)
    }
  }

  private static func write(_ text: String?, to json: inout JSONWriter) {
    if let text { json.string(text) } else { json.null() }
  }
}
