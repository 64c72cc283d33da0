import SentinelDiagnostics

/// Gathers the findings of one compilation: each once at its place, also where a macro carries it into many rules.
final class FindingLog {
  private(set) var findings = Diagnostics()
  private var places: Set<Place> = []
  /// Suggestions compare with every candidate; a file of nothing but misspelt names must not cost quadratic time.
  private var suggestionsLeft = 100
  /// Where a rule uses the macro whose body is compiled; findings in it name the place.
  var macroUse: (name: String, range: SourceRange)?

  private struct Place: Hashable {
    let code: DiagnosticCode
    let range: SourceRange
  }

  func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil,
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    guard places.insert(Place(code: code, range: range)).inserted else { return }
    var notes = notes
    if let macroUse { notes.append(.init("'@\(macroUse.name)' is used here", at: macroUse.range)) }
    findings.append(Diagnostic(code, message, at: range, label: label, notes: notes, help: help))
  }

  /// `did you mean 'x'?` for the candidate nearest to `name`.
  func suggestion(for name: String, in candidates: some Sequence<String>) -> String? {
    nearest(to: name, in: candidates).map { "did you mean '\($0)'?" }
  }

  func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Spelling.nearest(to: name, in: candidates)
  }
}
