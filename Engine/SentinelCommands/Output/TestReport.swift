import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// The outcomes of tests for people.
enum TestReport {
  /// Failures with expected and got side by side, then the counts.
  static func text(_ outcomes: [TestOutcome], coverage: TestCoverage?) -> String {
    var text = outcomes.filter { !$0.passed }.map(failureText).joined()
    if let coverage { text += coverageText(coverage) + "\n" }
    let failed = outcomes.count { !$0.passed }
    let verdict = failed == 0 ? "all passed" : "\(outcomes.count - failed) passed, \(failed) failed"
    return text + "\(Count.text(outcomes.count, "test")): \(verdict)\n"
  }

  static func failureText(_ outcome: TestOutcome) -> String {
    let name = outcome.test.test.name
    var text = "FAIL \(place(name.range)): \(TerminalText.escape(name.value))\n"
    for failure in outcome.failures { text += failureText(failure) }
    return text + "\n"
  }

  private static func failureText(_ failure: TestOutcome.Failure) -> String {
    let expectation = failure.expectation
    var text =
      "  \(place(expectation.range)): \(TerminalText.escape(expectation.rule.value)) at \(expectation.at.literal)\n"
    var table = TextTable([.init("    expected"), .init("got")])
    let got = gotTexts(failure)
    for index in got.indices { table.append([index == 0 ? "    " + expectedText(expectation) : "", got[index]]) }
    text += table.text
    guard !failure.nearest.isEmpty else { return text + "    the rule had no transition at all\n" }
    text += "    transitions of \(expectation.rule.value) nearest to it:\n"
    var transitions = TextTable([
      .init("      at"), .init("state"), .init("severity"), .init("labels"), .init("value", .right),
    ])
    for transition in failure.nearest {
      transitions.append([
        "      " + (transition.at - RuleTest.start).literal, transition.state.rawValue, transition.severity.name,
        transition.labels.text, transition.value.map(Figures.rounded) ?? "–",
      ])
    }
    return text + transitions.text
  }

  /// `firing critical {service=chat} value 4.2`
  static func expectedText(_ expectation: RuleTest.Expectation) -> String {
    var words = [expectation.state.rawValue]
    if let severity = expectation.severity { words.append(severity.name) }
    if !expectation.labels.labels.isEmpty { words.append(expectation.labels.text) }
    if let value = expectation.value { words.append("value \(Figures.shortest(value))") }
    return words.joined(separator: " ")
  }

  /// One line for each alert that the expectation is about, at most five.
  static func gotTexts(_ failure: TestOutcome.Failure) -> [String] {
    guard !failure.got.isEmpty else { return ["inactive (no such alert)"] }
    let shown = failure.got.prefix(5).map { reading in
      var words = [reading.state.rawValue]
      if reading.state != .inactive { words.append(reading.severity.name) }
      words.append(reading.labels.text)
      if failure.expectation.value != nil { words.append("value " + (reading.value.map(Figures.shortest) ?? "–")) }
      return words.joined(separator: " ")
    }
    let more = failure.got.count - shown.count
    return shown + (more > 0 ? ["and \(more) more"] : [])
  }

  /// `latency.test.yaml:12:5`
  static func place(_ range: SourceRange) -> String {
    let position = range.source.position(of: range.start)
    return "\(range.source.path):\(position.line):\(position.column)"
  }

  static func coverageText(_ coverage: TestCoverage) -> String {
    var table = TextTable([.init("rule"), .init("comparison"), .init("true"), .init("false"), .init("unknown")])
    for rule in coverage.sorted {
      for (index, atom) in rule.atoms.enumerated() {
        let seen = [atom.wasTrue, atom.wasFalse, atom.wasUnknown].map { $0 ? "seen" : "–" }
        table.append([index == 0 ? rule.name : "", atom.text] + seen)
      }
    }
    let share = Figures.share(coverage.coveredCount, of: coverage.atomCount)
    return table.text
      + "coverage: \(coverage.coveredCount) of \(Count.text(coverage.atomCount, "comparison")) seen both true and false"
      + " (\(share))\n"
  }
}
