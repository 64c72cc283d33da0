import RuleParser
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import Testing

/// SplitMix64: the same numbers in each run.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}

/// Makes trees of the shape that the parser makes: connectives are flat, literals not negative.
struct RandomExpression {
  var random: SeededRandom
  private let range = SourceRange(SourceText(path: "random", text: ""), 0, 0)

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  private func node(_ kind: Expression.Kind) -> Expression { Expression(kind, range: range) }

  mutating func expression(depth: Int) -> Expression {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .conjunction(operands(depth), range: range)
    case 1: return .disjunction(operands(depth), range: range)
    case 2: return node(.not(expression(depth: depth - 1)))
    case 3: return node(.negate(expression(depth: depth - 1)))
    case 4...6:
      let operation = random.pick(BinaryOperator.allCases)
      return node(.binary(operation, expression(depth: depth - 1), expression(depth: depth - 1)))
    case 7: return node(.call(call(depth)))
    default: return leaf()
    }
  }

  private mutating func operands(_ depth: Int) -> [Expression] {
    (0..<Int.random(in: 2...4, using: &random)).map { _ in expression(depth: depth - 1) }
  }

  private mutating func leaf() -> Expression {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return node(.name(random.pick(["value", "p50", "gen_ai.request.id", "h", "m", "_x", "android", "e5"])))
    case 1: return node(.listReference("internal"))
    case 2: return node(.macroReference("busy"))
    case 3: return node(.attribute(string()))
    case 4: return node(.list((0..<Int.random(in: 0...3, using: &random)).map { _ in node(.literal(literal())) }))
    default: return node(.literal(literal()))
    }
  }

  private mutating func literal() -> Literal {
    let number = random.pick([
      0, 1, 40, 0.5, 99.9, 1e-7, 1e16, .random(in: 0...1, using: &random), .random(in: 0...1e9, using: &random),
    ])
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return .number(number)
    case 1: return .percentage(number)
    case 2:
      return .duration(
        .milliseconds(random.pick([0, 1, 800, 90_000, 604_800_000, .random(in: 0...1 << 40, using: &random)])))
    case 3: return .amount(number)
    case 4:
      return .rate(value: number, isAmount: Bool.random(using: &random), unit: random.pick([.hour, .minute, .day]))
    case 5: return .string(string())
    default: return .boolean(Bool.random(using: &random))
    }
  }

  private mutating func string() -> String {
    let pieces = ["a", "\"", "'", "\\", "\n", "\t", "\u{1}", "日", "🚀", " ", "n", "u0041", "}}", "\r"]
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(pieces) }.joined()
  }

  private mutating func call(_ depth: Int) -> Call {
    let arguments = (0..<Int.random(in: 0...3, using: &random)).map { _ in argument(depth) }
    return Call(function: random.pick(["avg", "p99", "rate"]), functionRange: range, arguments: arguments)
  }

  private mutating func argument(_ depth: Int) -> Call.Argument {
    let name = random.pick([nil, nil, "offset", "step"])
    guard Bool.random(using: &random) else {
      return Call.Argument(name: name, nameRange: nil, value: .expression(expression(depth: depth - 1)))
    }
    let matchers = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      Selector.Matcher(
        label: random.pick(["status", "gen_ai.system"]),
        operation: random.pick([.equal, .notEqual, .matches, .matchesNot]),
        value: string(), labelRange: range, valueRange: range)
    }
    return Call.Argument(
      name: name, nameRange: nil,
      value: .selector(Selector(metric: "m", metricRange: range, matchers: matchers, range: range)))
  }
}

@Suite("The canonical form reads back")
struct RoundTripTests {
  @Test("as an equal expression, for random ones")
  func expressions() {
    for seed in 0..<3_000 {
      var generator = RandomExpression(seed: UInt64(seed))
      let expression = generator.expression(depth: seed % 7)
      let reading = Reading(expression.canonical)
      #expect(reading.diagnostics.isEmpty, "seed \(seed): \(expression.canonical)")
      #expect((reading.expression == expression) == true, "seed \(seed): \(expression.canonical)")
      #expect(reading.expression?.fingerprint == expression.fingerprint)
    }
  }

  @Test("as an equal file, for rules with random conditions")
  func files() {
    for seed in 0..<200 {
      var generator = RandomExpression(seed: UInt64(seed) &* 7_919)
      let rules = (0..<5).map { index in
        let expression = generator.expression(depth: 4)
        var rule = RuleDeclaration(
          range: expression.range, firstKeyRange: expression.range, name: Located("r\(index)", at: expression.range),
          category: index < 2 ? "latency" : nil)
        rule.condition = Condition(expression: expression, text: "")
        rule.filter = Condition(expression: generator.expression(depth: 2), text: "")
        return rule
      }
      var file = RuleFile(source: SourceText(path: "random", text: ""))
      file.rules = rules
      let reading = FileReading(file.canonical)
      #expect(reading.findings == [])
      #expect(reading.file.rules.map(\.condition) == rules.map(\.condition))
      #expect(reading.file.rules.map(\.filter) == rules.map(\.filter))
      #expect(reading.file.rules.map(\.category) == rules.map(\.category))
    }
  }
}
