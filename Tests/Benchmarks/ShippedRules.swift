import RuleCompiler
import SentinelCommands

/// The rules of the repository, as `sentinel` loads them.
enum ShippedRules {
  static func compile() -> RuleSetPlan {
    let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Rules"
    guard let plan = try? RuleSetLoader(registry: RuleBenchmark.registry).load([folder]).plan else {
      preconditionFailure("the shipped rules don't compile")
    }
    return plan
  }
}
