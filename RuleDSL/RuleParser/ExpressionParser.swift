public import RuleSyntax
public import SentinelDiagnostics
public import YAMLTree

/// Reads the text of an expression: `zscore(1h) > 3 and tenant not in $internal`.
public enum ExpressionParser {
  /// How deep expressions may nest ([P5]).
  public static let depthLimit = 200

  /// Parses a YAML scalar's text; places are those in the file.
  ///
  /// - Returns: nil if the expression can't be read. A fault whose meaning is clear (`=` for `==`, `5min`) is reported
  ///   as an error and read as it was meant, so that what uses the result finds further faults; ask the diagnostics
  ///   whether there was an error.
  /// - Complexity: O(length)
  public static func parse(_ scalar: YAMLScalar, diagnostics: inout Diagnostics) -> Expression? {
    let text = ExpressionText(scalar)
    return parse(text, bytes: 0..<text.bytes.count, diagnostics: &diagnostics)
  }

  /// Parses a text that is the whole of a source, as one given on the command line.
  public static func parse(
    text: String, source: SourceText, diagnostics: inout Diagnostics
  ) -> Expression? {
    let text = ExpressionText(text, source: source)
    return parse(text, bytes: 0..<text.bytes.count, diagnostics: &diagnostics)
  }

  /// Parses a part of a text.
  /// - Parameter isSplitAtComma: the text stands in a YAML flow list or mapping that goes on behind it, so a bracket
  ///   that is not closed was most likely cut at a comma.
  static func parse(
    _ text: ExpressionText, bytes: Range<Int>, isSplitAtComma: Bool = false, diagnostics: inout Diagnostics
  ) -> Expression? {
    var lexer = Lexer(text, bytes: bytes)
    lexer.run()
    var parser = PrattParser(text, tokens: lexer.tokens, isSplitAtComma: isSplitAtComma)
    let expression = parser.parseWhole()
    diagnostics.append(contentsOf: lexer.diagnostics)
    diagnostics.append(contentsOf: parser.diagnostics)
    return expression
  }
}
