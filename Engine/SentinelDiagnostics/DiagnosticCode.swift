/// A kind of finding with a stable id and a page that explains it (`sentinel explain SR203`).
///
/// The ids are grouped: SR0xx YAML, SR1xx rule files and keys, SR2xx expressions and names, SR3xx types and values,
/// SR4xx lints, SR5xx test files, SR6xx configuration. An id is never given to something else.
public struct DiagnosticCode: Hashable, Sendable {
  public let id: String
  public let level: Diagnostic.Level
  /// One line: what is wrong.
  public let title: String
  /// Why it is wrong and what to do; plain text, may have several paragraphs.
  public let explanation: String
  /// A few lines that show the fault, and the same put right; empty where no short example helps.
  public let wrong: String
  public let right: String
  /// Whether `--strict` makes an error of this warning.
  public let isRaisedByStrict: Bool

  public init(
    _ id: String, _ level: Diagnostic.Level, _ title: String, _ explanation: String, wrong: String = "",
    right: String = "", isRaisedByStrict: Bool = false
  ) {
    self.id = id
    self.level = level
    self.title = title
    self.explanation = explanation
    self.wrong = wrong
    self.right = right
    self.isRaisedByStrict = isRaisedByStrict
  }

  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// The one code table, in id order.
  public static let all: [DiagnosticCode] = (yaml + ruleFile + expression + typing + lint + testFile + configuration)
    .sorted { $0.id < $1.id }
}
