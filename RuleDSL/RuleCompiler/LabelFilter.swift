public import SentinelModel
public import SentinelPatterns

/// Label filters of one selector; all must hold.
public struct LabelFilter: Sendable, Hashable {
  public struct Matcher: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
      case equals(String)
      case differs(String)
      case matches(Pattern)
      case matchesNot(Pattern)
    }
    public let label: LabelReference
    public let test: Test

    public init(label: LabelReference, test: Test) {
      self.label = label
      self.test = test
    }
  }

  public let matchers: [Matcher]
  public init(matchers: [Matcher]) { self.matchers = matchers }
}
