import RuleCompiler
import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelRules
import SentinelRuntime

/// What tests saw of the conditions: each comparison true, false and unknown, or not.
struct TestCoverage: Sendable {
  struct Atom: Sendable, Equatable {
    let text: String
    var wasTrue = false
    var wasFalse = false
    var wasUnknown = false

    var isCovered: Bool { wasTrue && wasFalse }
  }

  struct Rule: Sendable, Equatable {
    let name: String
    let path: String
    var atoms: [Atom]
  }

  private(set) var rules: [Rule] = []
  private var places: [String: Int] = [:]

  /// The same rule may be loaded by several spellings of its path.
  private static func key(_ rule: RulePlan) -> String {
    FileSystem.normalized(rule.declaration.range.source.path) + "\0" + rule.name
  }

  /// Makes the rules of a plan known, so that those that no test touches show as well.
  mutating func declare(_ plan: RuleSetPlan) {
    for rule in plan.rules {
      let path = rule.declaration.range.source.path
      let key = Self.key(rule)
      guard places[key] == nil else { continue }
      places[key] = rules.count
      let atoms = rule.levels.flatMap(\.atoms).map { Atom(text: $0.text) }
      rules.append(Rule(name: rule.name, path: path, atoms: atoms))
    }
  }

  /// Adds what one test saw.
  mutating func add(_ statistics: [RuleStatistics], plan: RuleSetPlan) {
    declare(plan)
    for (rule, seen) in zip(plan.rules, statistics) {
      guard let place = places[Self.key(rule)] else { continue }
      for (index, atom) in seen.coverage.joined().enumerated() where index < rules[place].atoms.count {
        rules[place].atoms[index].wasTrue = rules[place].atoms[index].wasTrue || atom.wasTrue
        rules[place].atoms[index].wasFalse = rules[place].atoms[index].wasFalse || atom.wasFalse
        rules[place].atoms[index].wasUnknown = rules[place].atoms[index].wasUnknown || atom.wasUnknown
      }
    }
  }

  /// In the order of files, then names.
  var sorted: [Rule] { rules.sorted { ($0.path, $0.name) < ($1.path, $1.name) } }

  var atomCount: Int { rules.reduce(0) { $0 + $1.atoms.count } }
  var coveredCount: Int { rules.reduce(0) { $0 + $1.atoms.count(where: \.isCovered) } }
}
