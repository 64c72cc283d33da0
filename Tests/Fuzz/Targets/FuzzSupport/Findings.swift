public import SentinelDiagnostics

extension Diagnostics {
  /// Stops where a finding points outside of its source.
  ///
  /// - Parameter renders: whether the findings are also rendered in every form, which takes longer than finding them.
  public func checkPlaces(renders: Bool = true) {
    for finding in findings {
      Self.check(finding.range)
      for note in finding.notes { note.range.map(Self.check) }
      require(!finding.message.isEmpty, "a finding says nothing")
    }
    guard renders else { return }
    let text = DiagnosticRenderer.text(findings)
    let json = DiagnosticRenderer.json(findings)
    require(text.isEmpty == findings.isEmpty && !json.isEmpty, "findings are not rendered")
    let isPlain = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
    }
    require(isPlain, "a control character of the input is shown")
  }

  private static func check(_ range: SourceRange) {
    require(range.start >= 0 && range.end <= range.source.bytes.count, "a range lies outside of its source")
  }
}
