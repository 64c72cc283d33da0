/// The types of the rule language.
public enum ValueType: String, Sendable, Hashable {
  case number
  case boolean
  case string
  case list
}

/// What a function of the rule language takes and gives. The one catalogue of these is what rules are checked against,
/// what `sentinel functions` prints and what the reference page is made from.
public struct FunctionSignature: Hashable, Sendable {
  /// What a parameter accepts.
  public enum ParameterKind: Hashable, Sendable {
    /// A metric name with an optional label filter. Left out: the rule's metric.
    case metric
    /// The name of a label.
    case label
    /// A duration literal above 0. Left out: the rule's window.
    case window
    /// A duration literal.
    case duration(allowsZero: Bool)
    /// A number literal in a range; `open` excludes its ends.
    case literal(ClosedRange<Double>, open: Bool)
    /// A string literal that names a rule.
    case rule
    /// Any expression of the type.
    case value(ValueType)
  }

  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let kind: ParameterKind
    public let isRequired: Bool
    /// Only by name (`offset=5m`), never by place.
    public let isNamedOnly: Bool
    /// The default as the docs show it: `4·W`, `0.1`.
    public let defaultText: String?
    public let help: String

    public init(
      _ name: String, _ kind: ParameterKind, isRequired: Bool = false, isNamedOnly: Bool = false,
      default defaultText: String? = nil, help: String
    ) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
      self.isNamedOnly = isNamedOnly
      self.defaultText = defaultText
      self.help = help
    }
  }

  /// How the unit of the result follows from the metric's unit.
  public enum UnitRule: Hashable, Sendable {
    case metric
    case metricPerSecond
    case fixed(Unit)
    case none
  }

  public enum Group: String, Sendable, CaseIterable {
    case window = "On samples in a window"
    case step = "On step aggregates"
    case distribution = "On two windows' distributions"
    case rule = "Of other rules and objectives"
    case text = "On texts"
    case plugin = "Of plugins"
  }

  public let name: String
  public let group: Group
  public let parameters: [Parameter]
  public let result: ValueType
  public let unit: UnitRule
  public let range: ClosedRange<Double>?
  /// One or two sentences for people.
  public let help: String
  /// A call as one writes it.
  public let example: String

  public init(
    _ name: String, group: Group, parameters: [Parameter], result: ValueType = .number, unit: UnitRule,
    range: ClosedRange<Double>? = nil, help: String, example: String
  ) {
    self.name = name
    self.group = group
    self.parameters = parameters
    self.result = result
    self.unit = unit
    self.range = range
    self.help = help
    self.example = example
  }
}

/// A function that a plugin adds to the rule language.
public struct PluginFunction: Sendable {
  public enum Body: Sendable {
    /// A pure function of its arguments; NaN stands for unknown on both sides.
    case scalar(@Sendable (_ arguments: [Double]) -> Double)
    /// A score of the newest step against the steps before it, as `zscore`: x and the baseline's points in time order.
    case steps(@Sendable (_ x: Double, _ baseline: [Double]) -> Double)
  }

  public let signature: FunctionSignature
  public let body: Body

  /// A scalar function of `parameters` numbers.
  public static func scalar(
    _ name: String, parameters: [String], unit: FunctionSignature.UnitRule = .none, help: String, example: String,
    _ body: @escaping @Sendable ([Double]) -> Double
  ) -> PluginFunction {
    PluginFunction(
      signature: FunctionSignature(
        name, group: .plugin,
        parameters: parameters.map { .init($0, .value(.number), isRequired: true, help: "a number") },
        unit: unit, help: help, example: example),
      body: .scalar(body))
  }

  /// A function over step aggregates; it takes `metric`, window, `step=`, `min_points=` and `offset=` as `zscore` does.
  public static func steps(
    _ name: String, help: String, example: String, _ body: @escaping @Sendable (Double, [Double]) -> Double
  ) -> PluginFunction {
    PluginFunction(
      signature: FunctionSignature(
        name, group: .plugin,
        parameters: [
          .init("metric", .metric, help: "the metric, with an optional label filter"),
          .init("window", .window, help: "the baseline's length"),
          .init("step", .duration(allowsZero: false), isNamedOnly: true, help: "the length of a step"),
          .init("min_points", .literal(1...1e6, open: false), isNamedOnly: true, default: "10", help: "points needed"),
          .init("offset", .duration(allowsZero: true), isNamedOnly: true, default: "0s", help: "shifts it back"),
        ], unit: .none, help: help, example: example),
      body: .steps(body))
  }
}
