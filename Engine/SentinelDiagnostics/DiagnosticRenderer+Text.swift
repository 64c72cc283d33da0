extension DiagnosticRenderer {
  /// The form for terminals:
  ///
  /// ```
  /// Rules/cost/budget.yaml:14:17: error: 'zscroe' is not a function [SR203]
  ///   14 |     condition: zscroe(24h) > 2
  ///      |                ^^^^^^ did you mean 'zscore'?
  ///   help: 'sentinel functions' lists what is registered
  /// ```
  ///
  /// Control characters from the file are shown escaped, so no file can speak to the terminal. `color` adds ANSI colours.
  public static func text(_ diagnostics: [Diagnostic], color: Bool = false) -> String {
    let paint = Paint(isOn: color)
    var text = ""
    for file in byFile(diagnostics) {
      for finding in file.listed { text += render(finding, paint) }
      let path = TerminalText.escape(file.path)
      if file.omittedErrors > 0 { text += "\(path): \(count(file.omittedErrors, "error")) not listed\n" }
      if file.omittedWarnings > 0 { text += "\(path): \(count(file.omittedWarnings, "warning")) not listed\n" }
    }
    return text
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 more \(noun)" : "\(number) more \(noun)s"
  }

  private static func render(_ finding: Diagnostic, _ paint: Paint) -> String {
    let style = finding.level == .error ? Paint.Style.error : .warning
    var text = head(finding.range, finding.level.rawValue, finding.message, style, paint)
    text += " [\(finding.code.id)]\n"
    if let excerpt = SourceExcerpt(finding.range) {
      let label = finding.label.map { " " + TerminalText.escape($0) } ?? ""
      let number = String(excerpt.line)
      text += "  \(number) | \(excerpt.text)\n"
      text += "  \(String(repeating: " ", count: number.count)) | \(excerpt.indent)"
      text += paint(excerpt.carets + label, style) + "\n"
    }
    for note in finding.notes where note.range == nil { text += hint("note", note.message, paint) }
    if let help = finding.help { text += hint("help", help, paint) }
    for note in finding.notes {
      guard let range = note.range else { continue }
      text += head(range, "note", note.message, .hint, paint) + "\n"
    }
    return text
  }

  private static func head(
    _ range: SourceRange, _ kind: String, _ message: String, _ style: Paint.Style, _ paint: Paint
  ) -> String {
    let place = Place(range)
    let position = "\(TerminalText.escape(place.path)):\(place.start.line):\(place.start.column):"
    return "\(position) \(paint(kind + ":", style)) \(TerminalText.escape(message))"
  }

  private static func hint(_ kind: String, _ message: String, _ paint: Paint) -> String {
    "  \(paint(kind + ":", .hint)) \(TerminalText.escape(message))\n"
  }

  /// ANSI colours, or none.
  private struct Paint {
    enum Style: String {
      case error = "1;31"
      case warning = "1;33"
      case hint = "1;36"
    }

    let isOn: Bool

    func callAsFunction(_ text: String, _ style: Style) -> String {
      isOn ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
  }
}
