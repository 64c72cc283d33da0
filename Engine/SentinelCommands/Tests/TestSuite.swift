import RuleCompiler
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import YAMLTree

/// A test with the rules that it is about.
struct SuiteTest: Sendable {
  let test: RuleTest
  /// Where the test stands: a test file, or the file of its rule.
  let file: String
  /// An index into ``TestSuite/ruleSets``.
  let ruleSet: Int
}

/// All tests of the paths on a command line, each with its compiled rules.
struct TestSuite: Sendable {
  private(set) var tests: [SuiteTest] = []
  /// Distinct rule sets: that of the command line, then those that test files name.
  private(set) var ruleSets: [LoadedRules] = []
  private(set) var diagnostics = Diagnostics()
  private(set) var ruleFileCount = 0
  private(set) var testFileCount = 0
  private(set) var ruleCount = 0

  private let loader: RuleSetLoader
  private var ruleSetsByPaths: [[String]: Int] = [:]
  private var expectableByRuleSet: [Int: ExpectableRules] = [:]
  /// Where rule files are named that don't exist.
  private var missingRules: Set<SourceRange> = []

  /// Loads rules and tests, and checks them against each other. ``diagnostics`` has all that was found.
  init(_ paths: RulePaths, loader: RuleSetLoader) {
    self.loader = loader
    let rules = loader.load(paths)
    ruleSets.append(rules)
    diagnostics.append(contentsOf: rules.diagnostics)
    (ruleFileCount, testFileCount, ruleCount) = (paths.ruleFiles.count, paths.testFiles.count, rules.ruleCount)
    addInlineTests(of: rules)
    let checked = Set(paths.ruleFiles.map(FileSystem.normalized))
    for path in paths.testFiles { addTests(ofFile: path, checked: checked) }
  }

  private mutating func addInlineTests(of rules: LoadedRules) {
    var parser = TestFileParser()
    for inline in rules.inlineTests {
      for test in parser.tests(inRule: inline.node) { add(test, file: inline.node.range.source.path, ruleSet: 0) }
    }
    diagnostics.append(contentsOf: parser.diagnostics)
  }

  private mutating func addTests(ofFile path: String, checked: Set<String>) {
    guard let source = loader.read(path, diagnostics: &diagnostics) else { return }
    guard let root = YAMLParser.parse(source, diagnostics: &diagnostics) else { return }
    var parser = TestFileParser()
    let tests = parser.tests(inFile: root)
    diagnostics.append(contentsOf: parser.diagnostics)
    for test in tests {
      guard let ruleSet = ruleSet(of: test, in: path, checked: checked) else { continue }
      add(test, file: path, ruleSet: ruleSet)
    }
  }

  /// The rule set that a test of a test file names; nil with a finding where it doesn't load.
  private mutating func ruleSet(of test: RuleTest, in file: String, checked: Set<String>) -> Int? {
    let directory = FileSystem.directory(of: file)
    let written = test.ruleFiles
    guard !written.isEmpty else { return nil }
    let paths = written.map { FileSystem.join(directory, $0.value) }
    if let known = ruleSetsByPaths[paths] { return ruleSets[known].isFaultless ? known : nil }
    for (path, name) in zip(paths, written) where FileSystem.kind(of: path) == nil {
      // Rules at the top of a file are those of all its tests.
      guard missingRules.insert(name.range).inserted else { continue }
      diagnostics.append(
        Diagnostic(
          .missingTestRules, "there is no file or directory '\(path)'", at: name.range,
          help: "paths are relative to the directory of the test file"))
    }
    guard let found = try? RulePaths(paths) else { return nil }
    let rules = loader.load(found)
    ruleSetsByPaths[paths] = ruleSets.count
    ruleSets.append(rules)
    guard !rules.isFaultless else { return ruleSets.count - 1 }
    let places = written.dropFirst().reduce(written[0].range) { $0.union($1.range) }
    let first = rules.diagnostics.sorted.first { $0.level == .error }
    let isKnown = found.ruleFiles.allSatisfy { checked.contains(FileSystem.normalized($0)) }
    if !isKnown || !diagnostics.hasErrors {
      diagnostics.append(
        Diagnostic(
          .brokenTestRules, "the rules of the test '\(test.name.value)' have errors", at: places,
          notes: first.map { [.init($0.message, at: $0.range)] } ?? [], help: "run 'sentinel check' on them"))
    }
    return nil
  }

  private mutating func add(_ test: RuleTest, file: String, ruleSet: Int) {
    tests.append(SuiteTest(test: test, file: file, ruleSet: ruleSet))
    diagnostics.append(contentsOf: TestInput.refusals(in: test))
    guard ruleSets[ruleSet].isFaultless else { return }
    let known = expectable(of: ruleSet)
    for expectation in test.expectations { diagnostics.append(contentsOf: known.faults(of: expectation)) }
  }

  /// The rules of a set, found once for all its tests.
  private mutating func expectable(of ruleSet: Int) -> ExpectableRules {
    if let known = expectableByRuleSet[ruleSet] { return known }
    let rules = ExpectableRules(ruleSets[ruleSet].declarations)
    expectableByRuleSet[ruleSet] = rules
    return rules
  }
}
