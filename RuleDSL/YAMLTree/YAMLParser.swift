public import SentinelDiagnostics

/// Reads YAML files: one document, YAML 1.2 core schema, exact places, hard limits [P1]–[P6].
public enum YAMLParser {
  /// The document's root, or nil for a file that is empty, holds only comments, or can't be read.
  ///
  /// Mistakes that leave the structure intact (duplicate keys, tags, compound keys, undefined aliases, wrong merges)
  /// are reported all at once, and the tree goes on without them. A mistake in the syntax and a limit that is exceeded
  /// end the file: the answer is nil. O(bytes + nodes); memory O(bytes), however much aliases unfold.
  public static func parse(
    _ source: SourceText, limits: YAMLLimits = .standard, diagnostics: inout Diagnostics
  ) -> YAMLNode? {
    let check = EncodingCheck(source: source)
    guard let start = check.start(limit: limits.bytes, diagnostics: &diagnostics),
      let events = EventStream(source.bytes, from: start)
    else { return nil }
    var builder = TreeBuilder(source: source, events: events, limits: limits)
    var root: YAMLNode?
    do {
      root = try builder.document()
    } catch {
      if case .syntax(let failure) = error {
        builder.diagnostics.append(
          SyntaxExplanation(source: source, failure: failure, bracket: builder.openBrackets.last).diagnostic)
      }
    }
    diagnostics.append(contentsOf: builder.diagnostics)
    return root
  }
}
