package import ArgumentParser
import SentinelDiagnostics
import SentinelPlugin

/// `sentinel check`
package struct CheckCommand: EngineCommand {
  package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case json
    case github
  }

  package static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validate rule files and test files.",
    discussion: """
      Each finding names file, line and column and shows the line; 'sentinel explain CODE' says more about its code. \
      A directory means its *.yaml and *.yml files, those below it included. Rules of all paths are one rule set. A \
      configuration may be checked with them or alone.
      """)

  @Argument(help: ArgumentHelp("Rule files, test files (*.test.yaml) or directories.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: "How to print findings: text, json, or github (annotations of GitHub Actions).")
  var format = Format.text

  @Flag(help: "Take warnings for errors.")
  var strict = false

  package init() {}

  package func validate() throws {
    if paths.isEmpty, configuration.config == nil { throw ValidationError("Missing expected argument '<path> ...'") }
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    let configured = try configuration.read(in: context)
    let suite = TestSuite(try RulePaths(paths), loader: RuleSetLoader(registry: context.registry, makesPlans: false))
    let report = DiagnosticReport(context.outputConsole, isStrict: strict)
    var found = suite.diagnostics
    found.append(contentsOf: configured.diagnostics)
    let findings = report.prepared(found)
    switch format {
    case .text: context.output.write(report.text(findings))
    case .json: context.output.write(DiagnosticRenderer.json(findings.findings))
    case .github: context.output.write(DiagnosticRenderer.github(findings.findings))
    }
    if findings.hasErrors { return .faultyInput }
    if format == .text { context.output.writeLine(summary(of: suite, findings)) }
    return .done
  }

  /// `3 files, 12 rules, 5 tests: no errors`
  private func summary(of suite: TestSuite, _ findings: Diagnostics) -> String {
    let counts = [
      Count.text(suite.ruleFileCount + suite.testFileCount + (configuration.config == nil ? 0 : 1), "file"),
      Count.text(suite.ruleCount, "rule"), Count.text(suite.tests.count, "test"),
    ]
    let warnings = findings.findings.count
    return counts.joined(separator: ", ") + ": no errors" + (warnings > 0 ? ", " + Count.text(warnings, "warning") : "")
  }
}
