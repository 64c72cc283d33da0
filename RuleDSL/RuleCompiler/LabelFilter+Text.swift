import SentinelModel
import SentinelPatterns

extension LabelFilter.Matcher {
  /// The matcher as a rule writes it: `status="error"`.
  public var text: String {
    switch test {
    case .equals(let value): "\(label.name)=\"\(value)\""
    case .differs(let value): "\(label.name)!=\"\(value)\""
    case .matches(let pattern): "\(label.name)=~\"\(pattern.source)\""
    case .matchesNot(let pattern): "\(label.name)!~\"\(pattern.source)\""
    }
  }
}
