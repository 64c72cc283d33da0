extension DiagnosticRenderer {
  /// Workflow commands, one line a finding, that GitHub shows as annotations at the lines of a change:
  /// `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=SR203::message`. What helps follows the message, behind
  /// an escaped line end.
  public static func github(_ diagnostics: [Diagnostic]) -> String {
    var text = ""
    for file in byFile(diagnostics) {
      for finding in file.listed { text += command(finding) }
      let omitted = file.omittedErrors + file.omittedWarnings
      if omitted > 0 { text += "::notice file=\(property(file.path))::\(omitted) more findings not listed\n" }
    }
    return text
  }

  private static func command(_ finding: Diagnostic) -> String {
    let place = Place(finding.range)
    let properties = [
      "file=" + property(place.path), "line=\(place.start.line)", "col=\(place.start.column)",
      "endLine=\(place.end.line)", "endColumn=\(place.end.column)", "title=" + property(finding.code.id),
    ]
    var lines = [finding.message]
    if let label = finding.label { lines.append(label) }
    lines += finding.notes.map(note)
    if let help = finding.help { lines.append("help: " + help) }
    let message = data(lines.joined(separator: "\n"))
    return "::\(finding.level.rawValue) \(properties.joined(separator: ","))::\(message)\n"
  }

  private static func note(_ note: Diagnostic.Note) -> String {
    guard let range = note.range else { return "note: " + note.message }
    let place = Place(range)
    return "note: \(note.message) (\(place.path):\(place.start.line):\(place.start.column))"
  }

  private static func data(_ text: String) -> String { escape(text, "%\r\n") }
  private static func property(_ text: String) -> String { escape(text, "%\r\n:,") }

  /// Percent-encodes the characters that would end a message or property.
  private static func escape(_ text: String, _ special: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if special.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "%" + (digits.count < 2 ? "0" : "") + digits
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
