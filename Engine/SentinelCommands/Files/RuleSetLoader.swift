package import RuleCompiler
package import RuleParser
package import RuleSyntax
package import SentinelDiagnostics
import SentinelModel
package import SentinelPlugin
import YAMLTree

/// A rule set as loaded from files, with everything that was found on the way.
package struct LoadedRules: Sendable {
  package var files: [RuleFile] = []
  /// Tests that stand in rules, by file.
  package var inlineTests: [InlineTests] = []
  /// nil where there were errors, and where rules are only checked.
  package var plan: RuleSetPlan?
  package var diagnostics = Diagnostics()

  package var isFaultless: Bool { !diagnostics.hasErrors }

  package var ruleCount: Int { files.reduce(0) { $0 + $1.rules.count } }
  package var declarations: [RuleDeclaration] { files.flatMap(\.rules) }
}

/// Reads, parses and compiles rule files; gathers all findings of all files.
package struct RuleSetLoader: Sendable {
  package let registry: PluginRegistry
  /// Whether plans are made; without, rules are only checked.
  private let makesPlans: Bool
  /// Groups of rules that say nothing of their own.
  private let maxGroups: Int
  private let limits = YAMLLimits.standard

  package init(
    registry: PluginRegistry, makesPlans: Bool = true, maxGroups: Int = RulePlan.defaultMaxGroups
  ) {
    self.maxGroups = maxGroups
    self.registry = registry
    self.makesPlans = makesPlans
  }

  /// The rules of `paths`, which are files or directories. Tests alone are no rules to run.
  package func load(_ paths: [String]) throws(MissingPath) -> LoadedRules {
    let paths = try RulePaths(paths)
    var rules = load(paths)
    for directory in paths.withoutRules where directory.hasTests {
      let fact = "the directory '\(directory.path)' has only test files, no rule file"
      rules.diagnostics.append(Self.withoutRules(directory.path, fact))
    }
    for path in paths.namedTestFiles {
      rules.diagnostics.append(
        Self.withoutRules(path, "'\(path)' holds tests, no rules", help: "sentinel test runs it"))
    }
    return rules
  }

  /// The rules of the rule files among `paths`.
  package func load(_ paths: RulePaths) -> LoadedRules {
    var rules = LoadedRules()
    for (path, reason) in paths.unreadable { rules.diagnostics.append(Self.unreadable(path, reason)) }
    for directory in paths.withoutRules where !directory.hasTests {
      rules.diagnostics.append(Self.withoutRules(directory.path, "the directory '\(directory.path)' has no rule file"))
    }
    for path in paths.ruleFiles {
      guard let source = read(path, diagnostics: &rules.diagnostics) else { continue }
      let (file, tests) = RuleFileParser.parse(source, diagnostics: &rules.diagnostics)
      rules.files.append(file)
      rules.inlineTests += tests
    }
    rules.plan = compile(rules.files, diagnostics: &rules.diagnostics)
    return rules
  }

  /// The rules of texts that have been read already.
  package func load(sources: [SourceText]) -> LoadedRules {
    var rules = LoadedRules()
    rules.files = sources.map { RuleFileParser.parse($0, diagnostics: &rules.diagnostics).file }
    rules.plan = compile(rules.files, diagnostics: &rules.diagnostics)
    return rules
  }

  private func compile(_ files: [RuleFile], diagnostics: inout Diagnostics) -> RuleSetPlan? {
    let compiler = RuleCompiler(
      metrics: registry.metrics, functions: FunctionCatalogue(plugins: registry.functions),
      pluginFunctions: registry.functions, maxGroups: maxGroups)
    if makesPlans { return compiler.compile(files, diagnostics: &diagnostics) }
    compiler.check(files, diagnostics: &diagnostics)
    return nil
  }

  /// A file's text. Of a file over the size limit only so much is read that the YAML reader sees that it is too large.
  package func read(_ path: String, diagnostics: inout Diagnostics) -> SourceText? {
    do throws(FileSystem.Failure) {
      return SourceText(path: path, bytes: try FileSystem.read(path, limit: limits.bytes + 1))
    } catch {
      diagnostics.append(Self.unreadable(path, error.reason))
      return nil
    }
  }

  private static func withoutRules(
    _ path: String, _ fact: String,
    help: String = "rule files end in .yaml or .yml; hidden files and directories are skipped"
  ) -> Diagnostic {
    Diagnostic(.directoryWithoutRules, fact, at: SourceRange(SourceText(path: path, bytes: []), 0, 0), help: help)
  }

  private static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
    let source = SourceText(path: path, bytes: [])
    return Diagnostic(.unreadableFile, "can't read '\(path)': \(reason)", at: SourceRange(source, 0, 0))
  }
}
