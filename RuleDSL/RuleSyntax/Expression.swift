public import SentinelDiagnostics
public import SentinelModel

/// A node of the one abstract syntax tree: operators (`a and b`) and composites (`all: [a, b]`) build the same nodes.
///
/// Two expressions are equal if they mean the same; places don't count.
public struct Expression: Sendable, Hashable {
  public indirect enum Kind: Sendable, Hashable {
    case literal(Literal)
    /// Literals in brackets.
    case list([Expression])
    /// `$name`
    case listReference(String)
    /// `@name`
    case macroReference(String)
    /// A bare name; what it stands for is found when it is compiled.
    case name(String)
    case call(Call)
    /// `attributes["x"]`
    case attribute(String)
    case not(Expression)
    case negate(Expression)
    /// Two or more operands, flattened: `a and b and c` is one node.
    case all([Expression])
    case any([Expression])
    case binary(BinaryOperator, Expression, Expression)
  }

  public let kind: Kind
  /// The smallest range that shows the node.
  public let range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  public static func == (left: Expression, right: Expression) -> Bool { left.kind == right.kind }
  public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

/// Operators with two operands. `in` and `contains` bind as comparisons do.
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case matches = "=~"
  case matchesNot = "!~"
  case isIn = "in"
  case isNotIn = "not in"
  case contains
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  public var isComparison: Bool { !isArithmetic }

  public var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide: true
    default: false
    }
  }

  /// Of numbers only.
  public var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// A constant as written. Each form keeps what the canonical printer needs to write it again.
public enum Literal: Sendable, Hashable {
  case number(Double)
  /// `50%`; the value is the ratio 0.5.
  case percentage(Double)
  case duration(TimeSpan)
  /// `$40`
  case amount(Double)
  /// `$40/h`, `6/m`: a number or amount per unit of time. `value` is as written, per `unit`.
  case rate(value: Double, isAmount: Bool, unit: TimeUnit)
  case string(String)
  case boolean(Bool)

  public enum TimeUnit: String, Sendable, Hashable {
    case hour = "h"
    case minute = "m"
    case day = "d"

    public var seconds: Double {
      switch self {
      case .hour: 3_600
      case .minute: 60
      case .day: 86_400
      }
    }
  }

  /// The value of a numeric literal in base units; nil for strings and booleans.
  public var number: Double? {
    switch self {
    case .number(let value), .percentage(let value), .amount(let value): value
    case .duration(let span): span.seconds
    case .rate(let value, _, let unit): value / unit.seconds
    case .string, .boolean: nil
    }
  }
}

/// `rate(llm_requests{status="error"}, 5m, offset=1h)`
public struct Call: Sendable, Hashable {
  public let function: String
  public let functionRange: SourceRange
  public let arguments: [Argument]

  public struct Argument: Sendable, Hashable {
    /// nil for an argument by place.
    public let name: String?
    public let nameRange: SourceRange?
    public let value: Value

    public init(name: String?, nameRange: SourceRange?, value: Value) {
      self.name = name
      self.nameRange = nameRange
      self.value = value
    }

    public static func == (left: Argument, right: Argument) -> Bool {
      left.name == right.name && left.value == right.value
    }
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(value)
    }
  }

  public enum Value: Sendable, Hashable {
    /// Any expression, bare names included: whether a name is a metric or a label depends on the parameter.
    case expression(Expression)
    /// `name{filters}`: certainly a metric.
    case selector(Selector)
  }

  /// The call as written, after YAML unquoting: its name in `evidence`. Of one that nobody wrote the canonical text.
  public let text: String

  public init(function: String, functionRange: SourceRange, arguments: [Argument], text: String? = nil) {
    self.function = function
    self.functionRange = functionRange
    self.arguments = arguments
    self.text = text ?? ExpressionPrinter.text(function: function, arguments: arguments)
  }

  public static func == (left: Call, right: Call) -> Bool {
    left.function == right.function && left.arguments == right.arguments
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(function)
    hasher.combine(arguments)
  }
}

/// A metric with label filters: `llm_requests{status="error", model=~"gpt.*"}`.
public struct Selector: Sendable, Hashable {
  public struct Matcher: Sendable, Hashable {
    public enum Operator: String, Sendable, Hashable {
      case equal = "="
      case notEqual = "!="
      case matches = "=~"
      case matchesNot = "!~"
    }

    public let label: String
    public let operation: Operator
    public let value: String
    public let labelRange: SourceRange
    public let valueRange: SourceRange

    public init(
      label: String, operation: Operator, value: String, labelRange: SourceRange, valueRange: SourceRange
    ) {
      self.label = label
      self.operation = operation
      self.value = value
      self.labelRange = labelRange
      self.valueRange = valueRange
    }

    public static func == (left: Matcher, right: Matcher) -> Bool {
      (left.label, left.operation, left.value) == (right.label, right.operation, right.value)
    }
    public func hash(into hasher: inout Hasher) {
      hasher.combine(label)
      hasher.combine(operation)
      hasher.combine(value)
    }
  }

  public let metric: String
  public let metricRange: SourceRange
  public let matchers: [Matcher]
  public let range: SourceRange

  public init(metric: String, metricRange: SourceRange, matchers: [Matcher], range: SourceRange) {
    self.metric = metric
    self.metricRange = metricRange
    self.matchers = matchers
    self.range = range
  }

  public static func == (left: Selector, right: Selector) -> Bool {
    left.metric == right.metric && left.matchers == right.matchers
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(metric)
    hasher.combine(matchers)
  }
}
