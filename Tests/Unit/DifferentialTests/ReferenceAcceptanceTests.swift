import Foundation
import Testing

@Suite("The reference evaluator passes the acceptance cases")
struct ReferenceAcceptanceTests {
  @Test(
    "an acceptance case gives its transitions",
    .enabled(if: !AcceptanceCase.all.isEmpty, "no acceptance cases in ../shared/acceptance/cases: NOTHING IS CHECKED"),
    arguments: AcceptanceCase.all)
  func acceptanceCase(_ acceptanceCase: AcceptanceCase) throws {
    let ruleCase = try acceptanceCase.load()
    let expected = try acceptanceCase.expected()
    let tolerance = try acceptanceCase.tolerance()
    for isExact in [true, false] {
      let difference = try ruleCase.runReference(isExact: isExact).difference(
        from: expected, relativeTolerance: tolerance)
      #expect(difference == nil, "\(acceptanceCase.name): \(difference ?? "")")
    }
  }
}
