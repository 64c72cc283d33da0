package import ArgumentParser
import RuleSyntax
import SentinelConfiguration
import SentinelDiagnostics

/// `sentinel test`
package struct TestCommand: EngineCommand {
  package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case junit
    case json
  }

  package static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the tests of rules: test files (*.test.yaml) and 'tests:' of rules.",
    discussion: """
      Tests run on a clock of their own that starts at 2025-01-01T00:00:00Z. Exit code 1 if a test fails, if rules or \
      tests have errors, or if there are no tests.
      """)

  @Argument(
    help: ArgumentHelp("Test files, rule files or directories.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: "How to print outcomes: text, junit or json.")
  var format = Format.text

  @Flag(help: "Show for each comparison of each condition whether the tests saw it true, false and unknown.")
  var coverage = false

  @Option(help: ArgumentHelp("Only tests whose name holds this text.", valueName: "name"))
  var filter: String?

  package init() {}

  package func validate() throws {
    guard coverage, format == .junit else { return }
    throw ValidationError("JUnit has no place for coverage: take --format text or json with --coverage")
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    let configured = try configuration.read(in: context)
    let suite = TestSuite(try RulePaths(paths), loader: RuleSetLoader(registry: context.registry))
    let report = DiagnosticReport(context.messageConsole)
    var findings = suite.diagnostics
    findings.append(contentsOf: configured.diagnostics)
    context.messages.write(report.text(findings))
    if findings.hasErrors { return .faultyInput }
    let tests = suite.tests.filter { test in filter.map { test.test.name.value.contains($0) } ?? true }
    guard !tests.isEmpty else {
      let found =
        filter.map { "no test has '\($0)' in its name" } ?? "there are no tests in \(paths.joined(separator: ", "))"
      context.messages.writeLine("Error: \(found)")
      return .faultyInput
    }
    return try run(tests, of: suite, configured, in: context)
  }

  private func run(
    _ tests: [SuiteTest], of suite: TestSuite, _ configured: EngineConfiguration, in context: CommandContext
  ) throws -> ExitStatus {
    var runner = TestRunner(
      registry: context.registry, detectors: configured.detectors, recordsCoverage: coverage, elapsed: context.elapsed)
    var outcomes: [TestOutcome] = []
    var refused = Diagnostics()
    for test in tests {
      guard let plan = suite.ruleSets[test.ruleSet].plan else { continue }
      do throws(Diagnostics) { outcomes.append(try runner.run(test, plan: plan)) } catch {
        refused.append(contentsOf: error)
      }
    }
    if coverage, let plan = suite.ruleSets.first?.plan { runner.declare(plan) }
    let coverage = coverage ? runner.coverage : nil
    switch format {
    case .text: context.output.write(TestReport.text(outcomes, coverage: coverage))
    case .junit: context.output.write(TestReport.junit(outcomes))
    case .json: context.output.write(TestReport.json(outcomes, coverage: coverage))
    }
    context.messages.write(DiagnosticReport(context.messageConsole).text(refused))
    return refused.hasErrors || outcomes.contains { !$0.passed } ? .faultyInput : .done
  }
}
