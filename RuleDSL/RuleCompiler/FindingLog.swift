import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Gathers the findings of one compilation: each once at its place, also where a macro carries it into many rules.
final class FindingLog {
  private var findings = Diagnostics()
  private var places: Set<Place> = []
  /// Suggestions compare with every candidate; a file of nothing but misspelt names must not cost quadratic time.
  private var suggestionsLeft = 100
  /// Most files use a few labels many times.
  private var slips: [String: String?] = [:]
  /// Where a rule uses the macro whose body is compiled; findings in it name the place.
  var macroUse: (name: String, range: SourceRange)?

  /// The expression that is compiled: warnings of what it means are dropped if it has an error.
  var expression: SourceRange?
  /// Warnings of that kind with the expression around them.
  private var meaningWarnings: [(warning: Diagnostic, expression: SourceRange)] = []

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
    let finding = Diagnostic(code, message, at: range, label: label, notes: notes, help: help)
    if let expression, Self.isAboutMeaning(code) {
      meaningWarnings.append((finding, expression))
    } else {
      findings.append(finding)
    }
  }

  private static func isAboutMeaning(_ code: DiagnosticCode) -> Bool {
    code == .decidedByRange || code == .constantCondition || code == .unlikelyLabel
  }

  /// All findings in order, when nothing more is compiled. An expression with an error, be it found here or before, is
  /// not what was meant, so what it would mean says nothing.
  func all(after earlier: Diagnostics) -> [Diagnostic] {
    let errors = (earlier.findings + findings.findings).filter { $0.level == .error }
    let places = Dictionary(grouping: errors.map(\.range), by: { ObjectIdentifier($0.source) })
      .mapValues { ranges in ranges.map(\.start).sorted() }
    let meant = meaningWarnings.filter { _, expression in
      let starts = places[ObjectIdentifier(expression.source)] ?? []
      let first = starts.partitioningIndex { $0 >= expression.start }
      return first == starts.count || starts[first] >= max(expression.end, expression.start + 1)
    }
    return Diagnostics(findings.findings + meant.map(\.warning)).sorted
  }

  /// `did you mean 'x'?` for the candidate nearest to `name`.
  func suggestion(for name: String, in candidates: some Sequence<String>) -> String? {
    nearest(to: name, in: candidates).map { "did you mean '\($0)'?" }
  }

  /// The field that is a label's name with one slip; `fields` are the same at each call.
  func slip(of name: String, in fields: [String]) -> String? {
    if let known = slips[name] { return known }
    let slip = Spelling.slip(of: name, in: fields)
    slips[name] = slip
    return slip
  }

  func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Spelling.nearest(to: name, in: candidates)
  }
}
