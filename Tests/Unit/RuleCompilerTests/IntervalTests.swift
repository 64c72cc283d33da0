import RuleCompiler
import RuleSyntax
import SentinelModel
import Testing

@Suite struct IntervalTests {
  private static let samples: [Interval] = {
    let ends: [Double] = [-.infinity, -3, -1, 0, 0.5, 2, .infinity]
    return ends.flatMap { low in
      ends.filter { $0 >= low && low < .infinity && $0 > -.infinity }.map { Interval(low, $0) }
    }
  }()

  /// Numbers inside of an interval, its finite ends among them.
  private func members(_ interval: Interval) -> [Double] {
    [-1e9, -3, -2, -1, -0.1, 0, 0.2, 0.5, 1, 2, 7, 1e9].filter { interval.low <= $0 && $0 <= interval.high }
  }

  @Test("arithmetic on members stays within arithmetic on intervals")
  func arithmetic() {
    for left in Self.samples {
      for right in Self.samples {
        for a in members(left) {
          for b in members(right) {
            let results = [(left + right, a + b), (left - right, a - b), (left * right, a * b), (left / right, a / b)]
            for (interval, value) in results where value.isFinite {
              let slack = 1e-9 * max(1, value.magnitude)
              #expect(interval.low - slack <= value && value <= interval.high + slack)
            }
          }
        }
      }
    }
  }

  @Test("a comparison that intervals decide comes out so for all members")
  func truth() {
    let comparisons: [(BinaryOperator, (Double, Double) -> Bool)] = [
      (.less, { $0 < $1 }), (.lessOrEqual, { $0 <= $1 }), (.greater, { $0 > $1 }), (.greaterOrEqual, { $0 >= $1 }),
      (.equal, { $0 == $1 }), (.notEqual, { $0 != $1 }),
    ]
    for left in Self.samples {
      for right in Self.samples {
        for (operation, holds) in comparisons {
          let truth = operation.truth(left, right)
          for a in members(left) {
            for b in members(right) { #expect(holds(a, b) ? truth.canHold : truth.canFail) }
          }
        }
      }
    }
  }

  @Test("units multiply and cancel")
  func dimensions() {
    let rate = Dimension(.usd) / .seconds
    #expect(rate.description == "USD/s")
    #expect(rate * .seconds == .usd)
    #expect(Dimension(.tokens) / Dimension(.tokens) == .none)
    #expect(Dimension(.ratio) == Dimension(.one))
    #expect((Dimension.none / .seconds).description == "1/s")
  }

  @Test("levels of a graph, and each of its cycles once")
  func dependencies() {
    let order = DependencyOrder([[1, 2], [2], [], [4], [3], [3], [6]])
    #expect(order.levels == [2, 1, 0, nil, nil, nil, nil])
    #expect(order.cycles == [[3, 4], [6]])
  }
}
