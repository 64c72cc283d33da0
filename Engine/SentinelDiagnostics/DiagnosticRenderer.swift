/// Findings as people, programs and GitHub read them.
///
/// All three forms sort the findings by path and place, and list at most ``limit`` errors and as many warnings of a
/// file [P6]; what is left out is counted. What isn't empty ends with a line end.
public enum DiagnosticRenderer {
  /// How many errors, and how many warnings, of one file are listed.
  public static let limit = 100

  /// A file's findings: those to list, and how many more there are.
  struct FileFindings {
    let path: String
    var listed: [Diagnostic] = []
    var errors = 0
    var warnings = 0

    var omittedErrors: Int { max(0, errors - limit) }
    var omittedWarnings: Int { max(0, warnings - limit) }

    mutating func add(_ finding: Diagnostic) {
      switch finding.level {
      case .error:
        errors += 1
        if errors <= limit { listed.append(finding) }
      case .warning:
        warnings += 1
        if warnings <= limit { listed.append(finding) }
      }
    }
  }

  /// In path order. O(n log n).
  static func byFile(_ findings: [Diagnostic]) -> [FileFindings] {
    var files: [FileFindings] = []
    for finding in findings.sorted(by: Diagnostic.isBefore) {
      let path = finding.range.source.path
      if files.last?.path != path { files.append(FileFindings(path: path)) }
      files[files.count - 1].add(finding)
    }
    return files
  }

  /// Where a range begins and ends, as people count; the end is behind the last character.
  struct Place {
    let path: String
    let start: SourceText.Position
    let end: SourceText.Position

    init(_ range: SourceRange) {
      path = range.source.path
      start = range.source.position(of: range.start)
      end = range.source.position(of: range.end)
    }
  }
}
