package import SentinelDiagnostics

/// Findings on their way to a stream.
package struct DiagnosticReport: Sendable {
  private let console: Console
  private let isStrict: Bool

  /// - Parameter isStrict: takes those warnings for errors that `--strict` is about.
  package init(_ console: Console, isStrict: Bool = false) {
    self.console = console
    self.isStrict = isStrict
  }

  /// The findings with the levels that hold.
  package func prepared(_ diagnostics: Diagnostics) -> Diagnostics {
    guard isStrict else { return diagnostics }
    return Diagnostics(
      diagnostics.findings.map { finding in
        guard finding.code.isRaisedByStrict else { return finding }
        var finding = finding
        finding.level = .error
        return finding
      })
  }

  package func text(_ diagnostics: Diagnostics) -> String {
    DiagnosticRenderer.text(diagnostics.findings, color: console.usesColour)
  }
}
