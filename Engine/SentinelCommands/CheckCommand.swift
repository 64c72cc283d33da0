package import ArgumentParser
import SentinelConfiguration
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
      A directory means its *.yaml and *.yml files, those below it included, hidden ones not. Rules of all paths are one rule set. A \
      configuration may be checked with them or alone; 'sentinel configuration FILE' shows besides what is in force.
      """)

  @Argument(
    help: ArgumentHelp("Rule files, test files (*.test.yaml) or directories.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
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
    let configured = try configuration.read(in: context, scope: .service)
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
    // Below errors only where people look: others read that text line by line.
    if format == .text, !findings.hasErrors || context.outputConsole.isTerminal {
      context.output.writeLine(summary(of: suite, findings))
    }
    return findings.hasErrors ? .faultyInput : .done
  }

  /// `3 files, 12 rules, 5 tests: no errors`; where there are some, not all rules and tests could be counted.
  private func summary(of suite: TestSuite, _ findings: Diagnostics) -> String {
    let fileCount = suite.ruleFileCount + suite.testFileCount + (configuration.config == nil ? 0 : 1)
    let files = Count.text(fileCount, "file")
    let errors = findings.findings.count { $0.level == .error }
    let warnings = findings.findings.count - errors
    let warningText = warnings > 0 ? ", " + Count.text(warnings, "warning") : ""
    if errors > 0 { return Count.text(errors, "error") + warningText + (fileCount > 0 ? " in \(files)" : "") }
    let counts = [files, Count.text(suite.ruleCount, "rule"), Count.text(suite.tests.count, "test")]
    return counts.joined(separator: ", ") + ": no errors" + warningText
  }
}
