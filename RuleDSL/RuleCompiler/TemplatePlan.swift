/// An annotation, ready to be filled in.
public struct TemplatePlan: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case text(String)
    case number(Program, filters: [TemplateFilter])
    case boolean(Program, filters: [TemplateFilter])
    case string(StringOperand, filters: [TemplateFilter])
    /// The alert's severity.
    case severity(filters: [TemplateFilter])
  }

  public var parts: [Part]
  public init(parts: [Part]) { self.parts = parts }
}

/// `{{ value | duration }}`
public enum TemplateFilter: Sendable, Hashable {
  case duration
  case percent
  case usd
  case number(digits: Int)
  case time
  case upper
  case `default`(String)
}
