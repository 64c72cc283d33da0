public import SentinelModel
public import SentinelPatterns

/// A flat program for a stack of numbers. Unknown is NaN; false and true are 0 and 1.
public struct Program: Sendable, Hashable {
  public var operations: [Operation]
  public var result: ValueType
  /// The deepest the stack gets.
  public var depth: Int
  /// Set if and only if `result` is `.string`: where the string comes from. There are no operations then.
  public var text: StringOperand?

  public init(operations: [Operation], result: ValueType, depth: Int, text: StringOperand? = nil) {
    self.operations = operations
    self.result = result
    self.depth = depth
    self.text = text
  }

  public enum Operation: Sendable, Hashable {
    case push(Double)
    /// The value of a series call in the current group at the current instant.
    case call(CallID)
    /// The event's own sample of a metric (rules on events).
    case eventMetric(MetricID)
    case eventNumber(NumberField)
    /// `duration_ms` and the like: a field in seconds, as milliseconds.
    case eventMilliseconds(NumberField)
    /// Whether a rule fires for the current group. The index is into `RuleSetPlan.rules`.
    case firing(rule: Int)
    case add, subtract, multiply, divide, negate
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, not
    /// The number on the stack is one of these.
    case isInNumbers([Double])
    case stringEqual(StringOperand, StringOperand)
    case stringMatches(StringOperand, Pattern)
    case stringContains(StringOperand, StringOperand)
    case stringIsIn(StringOperand, [String])
    case length(StringOperand)
    /// Pops `count` numbers and pushes one.
    case function(Int, count: Int)
  }
}

/// Where a string comes from.
public indirect enum StringOperand: Sendable, Hashable {
  case literal(String)
  /// A label of the current group, by its place in the space's `by`.
  case group(Int)
  /// A label of the current event or sample (`where`, rules on events).
  case label(LabelReference)
  case text(TextField)
  case lowered(StringOperand)
}
