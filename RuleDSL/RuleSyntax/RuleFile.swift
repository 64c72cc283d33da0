public import SentinelDiagnostics
public import SentinelModel

/// A value with the place where it is written. Equality is that of the value.
public struct Located<Value: Sendable>: Sendable {
  public let value: Value
  public let range: SourceRange

  public init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension Located: Equatable where Value: Equatable {
  public static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Located: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// What one rule file declares, in file order.
public struct RuleFile: Sendable {
  public let source: SourceText
  public var rules: [RuleDeclaration] = []
  public var lists: [ListDeclaration] = []
  public var macros: [MacroDeclaration] = []

  public init(source: SourceText) { self.source = source }
}

/// `lists: {internal: [staging, load-test]}`
public struct ListDeclaration: Sendable, Hashable {
  public let name: Located<String>
  /// All strings or all numbers.
  public let elements: [Literal]
  public init(name: Located<String>, elements: [Literal]) {
    self.name = name
    self.elements = elements
  }
}

/// `macros: {busy: count(5m) > 100}`
public struct MacroDeclaration: Sendable, Hashable {
  public let name: Located<String>
  public let body: Expression
  public init(name: Located<String>, body: Expression) {
    self.name = name
    self.body = body
  }
}

/// What to do with a condition that is unknown.
public enum NoDataPolicy: String, Sendable, Hashable, CaseIterable {
  case ok
  case alert
  case keep
}

/// When a rule's condition is looked at.
public enum EvaluationMode: Sendable, Hashable {
  /// At the multiples of `every`.
  case instants
  /// Once for each event.
  case event
}

/// A condition with its source text: of a scalar the text after YAML unquoting, of a composite the equivalent expression.
public struct Condition: Sendable, Hashable {
  public let expression: Expression
  public let text: String
  public init(expression: Expression, text: String) {
    self.expression = expression
    self.text = text
  }
  public static func == (left: Condition, right: Condition) -> Bool { left.expression == right.expression }
  public func hash(into hasher: inout Hasher) { hasher.combine(expression) }
}

/// One rule as written. A key that is not there is nil; defaults are the compiler's.
public struct RuleDeclaration: Sendable {
  /// The prefix of the `…_alerts` key that the rule stands under; nil under `rules`.
  public var category: String?
  /// The whole rule.
  public var range: SourceRange
  /// The first key: where a missing key is reported.
  public var firstKeyRange: SourceRange
  public var name: Located<String>
  public var description: Located<String>?
  public var metric: Located<String>?
  public var filter: Condition?
  public var by: Located<[Located<String>]>?
  public var window: Located<TimeSpan>?
  public var every: Located<TimeSpan>?
  /// Exactly one of `condition` and `severityMap` is set in a valid rule.
  public var condition: Condition?
  /// The levels in file order.
  public var severityMap: [(severity: Located<Severity>, condition: Condition)]?
  public var severity: Located<Severity>?
  public var hold: Located<TimeSpan>?
  public var keepFiringFor: Located<TimeSpan>?
  public var noData: Located<NoDataPolicy>?
  public var mode: Located<EvaluationMode>?
  public var labels: [(name: Located<String>, value: Located<String>)] = []
  public var annotations: [(name: Located<String>, template: Template)] = []
  public var enabled: Located<Bool>?
  public var groupTTL: Located<TimeSpan>?
  public var maxGroups: Located<Int>?
  /// `action: block`
  public var action: Located<String>?
  /// Keys that are there, but whose values could not be read: their defaults are not what anybody meant.
  public var unreadKeys: Set<String> = []

  public init(range: SourceRange, firstKeyRange: SourceRange, name: Located<String>, category: String?) {
    self.range = range
    self.firstKeyRange = firstKeyRange
    self.name = name
    self.category = category
  }
}
