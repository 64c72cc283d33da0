/// An annotation's text with `{{ expression | filter }}` parts.
public struct Template: Sendable, Hashable {
  public struct Filter: Sendable, Hashable {
    /// `duration`, `percent`, `usd`, `number`, `time`, `upper`, `default`
    public let name: Located<String>
    public let arguments: [Literal]

    public init(name: Located<String>, arguments: [Literal]) {
      self.name = name
      self.arguments = arguments
    }
  }

  public enum Part: Sendable, Hashable {
    case text(String)
    case expression(Expression, filters: [Filter])
  }

  public let parts: [Part]
  /// The text as written, after YAML unquoting.
  public let text: String

  public init(parts: [Part], text: String) {
    self.parts = parts
    self.text = text
  }
}
