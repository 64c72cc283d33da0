import RuleSyntax
import SentinelModel

/// A rule with its defaults filled in, names resolved and macros expanded.
struct ReferenceRule {
  let name: String
  let category: String?
  let metric: MetricUse?
  let isEvent: Bool
  let isEnabled: Bool
  let filter: ReferenceNode?
  let by: [String]
  let window: Int64
  let every: Int64
  let hold: Int64
  let keepFiringFor: Int64
  let noData: NoDataPolicy
  let levels: [(severity: Severity, condition: ReferenceNode)]
  let labels: [String: String]
  let groupTTL: Int64
  let maxGroups: Int
  let namedMetrics: Set<String>
  let namedRules: Set<String>
}

/// All rule files taken together: macros, lists and rule names are global ([P8]).
struct ReferenceRuleSet {
  /// Enabled rules in evaluation order: a rule after those it names, else by name.
  private(set) var rules: [ReferenceRule] = []

  init(_ files: [RuleFile]) throws {
    var resolver = Resolver()
    for list in files.flatMap(\.lists) { resolver.lists[list.name.value] = list.elements }
    for macro in files.flatMap(\.macros) { resolver.macros[macro.name.value] = macro.body }
    resolver.ruleNames = Set(files.flatMap(\.rules).map(\.name.value))
    let all = try files.flatMap(\.rules).map { try resolver.resolve($0) }.sorted { $0.name < $1.name }
    var placed: Set<String> = []
    func place(_ rule: ReferenceRule) {
      guard placed.insert(rule.name).inserted else { return }
      for other in all where rule.namedRules.contains(other.name) { place(other) }
      rules.append(rule)
    }
    for rule in all where rule.isEnabled { place(rule) }
    rules.removeAll { !$0.isEnabled }
  }
}

/// A condition whose names are resolved.
indirect enum ReferenceNode {
  case number(Double)
  case text(String)
  case truth(Bool)
  case list([ReferenceNode])
  /// The rule's `value`.
  case value
  case call(ReferenceCall)
  case groupLabel(Int)
  case eventLabel(String)
  case attribute(String)
  case eventText(String)
  case eventNumber(String)
  case eventSample(String)
  case firing(String)
  case length(ReferenceNode)
  case lowered(ReferenceNode)
  case not(ReferenceNode)
  case negate(ReferenceNode)
  case all([ReferenceNode])
  case any([ReferenceNode])
  case binary(BinaryOperator, ReferenceNode, ReferenceNode)
}

/// A function over the samples of one metric, its arguments in place.
struct ReferenceCall {
  var function: String
  var metric: MetricUse
  var matchers: [Selector.Matcher] = []
  /// Of `pNN` and `quantile`.
  var q = 0.0
  /// Of `distinct`.
  var label = ""
  var window: Int64
  var offset: Int64 = 0
  /// The remaining named arguments: durations in nanoseconds, other numbers as they are.
  var durations: [String: Int64] = [:]
  var numbers: [String: Double] = [:]

  var step: Int64 {
    if let step = durations["step"] { return step }
    if function == "ewma_zscore" || window <= 6 * 3_600_000_000_000 { return 60_000_000_000 }
    return window <= 2 * 86_400_000_000_000 ? 300_000_000_000 : 1_800_000_000_000
  }

  var baseline: Int64 { durations["baseline"] ?? 4 * window }

  var isDistribution: Bool { ["psi", "ks", "ks_pvalue", "wasserstein", "js_divergence"].contains(function) }
  var isStep: Bool {
    ["zscore", "robust_zscore", "seasonal_zscore", "ewma_zscore", "forecast", "forecast_lower", "forecast_upper"]
      .contains(function)
  }

  /// offset + W, 2·W for `change`, W + B of two windows ([P47]).
  var lookback: Int64 {
    offset + (function == "change" ? 2 * window : isDistribution ? window + baseline : window)
  }

  static let names: Set<String> = [
    "avg", "sum", "count", "min", "max", "stddev", "first", "last", "quantile", "rate", "delta", "change", "absent",
    "distinct", "zscore", "robust_zscore", "seasonal_zscore", "ewma_zscore", "forecast", "forecast_lower",
    "forecast_upper", "psi", "ks", "ks_pvalue", "wasserstein", "js_divergence", "burn_rate",
  ]

  static func isFunction(_ name: String) -> Bool { names.contains(name) || percentile(name) != nil }

  /// `p5` is 5 %, `p99` 99 %, `p999` 99.9 % ([P26]).
  static func percentile(_ name: String) -> Double? {
    let digits = name.dropFirst()
    guard name.hasPrefix("p"), !digits.isEmpty, digits.allSatisfy({ "0123456789".contains($0) }) else { return nil }
    guard digits.count > 2, digits != "100" else { return Double(digits).map { $0 / 100 } }
    return Double("0." + digits)
  }
}

/// Why the reference can't run a rule: it uses what the reference doesn't know, or the rule is wrong.
struct ReferenceFailure: Error, CustomStringConvertible {
  let description: String
}
