package import SentinelDiagnostics

/// The page of a diagnostic code.
package enum CodePage {
  package static func text(_ code: DiagnosticCode) -> String {
    var text = "\(code.id) (\(code.level.rawValue)): \(code.title)\n\n"
    text += wrapped(code.explanation) + "\n"
    if code.isRaisedByStrict { text += "\nWith --strict it is an error.\n" }
    if !code.wrong.isEmpty { text += "\nwrong\n\n" + indented(code.wrong) }
    if !code.right.isEmpty { text += "\nright\n\n" + indented(code.right) }
    return text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }

  /// Paragraphs with lines of at most 78 characters.
  private static func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(wrappedParagraph).joined(separator: "\n")
  }

  private static func wrappedParagraph(_ text: Substring) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + 1 + word.count <= 78 {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
