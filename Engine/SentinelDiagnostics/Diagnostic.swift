/// One finding about something a user wrote: place, fact, expectation and way out.
public struct Diagnostic: Sendable, Hashable {
  public enum Level: String, Sendable {
    case error
    case warning
  }

  /// A further place or fact that explains the finding.
  public struct Note: Sendable, Hashable {
    public let message: String
    public let range: SourceRange?

    public init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  public let code: DiagnosticCode
  public var level: Level
  /// One sentence in lower case without a full stop.
  public let message: String
  /// Where. A file that can't be read has the range 0..<0.
  public let range: SourceRange
  /// What stands behind the caret: `did you mean 'zscore'?`
  public let label: String?
  public let notes: [Note]
  /// The way out.
  public let help: String?

  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String? = nil, notes: [Note] = [],
    help: String? = nil
  ) {
    self.code = code
    self.level = code.level
    self.message = message
    self.range = range
    self.label = label
    self.notes = notes
    self.help = help
  }

  /// Path, then place, then code: the order in which findings are shown.
  public static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    (left.range.source.path, left.range.start, left.range.end, left.code.id)
      < (right.range.source.path, right.range.start, right.range.end, right.code.id)
  }
}

/// Findings, gathered so that a user sees all of them at once.
public struct Diagnostics: Error, Sendable, Hashable {
  public private(set) var findings: [Diagnostic] = []

  public init() {}
  public init(_ findings: [Diagnostic]) { self.findings = findings }

  public var hasErrors: Bool { findings.contains { $0.level == .error } }
  public var isEmpty: Bool { findings.isEmpty }

  public mutating func append(_ finding: Diagnostic) { findings.append(finding) }
  public mutating func append(contentsOf other: Diagnostics) { findings += other.findings }

  /// In the order in which they are shown.
  public var sorted: [Diagnostic] { findings.sorted(by: Diagnostic.isBefore) }
}
