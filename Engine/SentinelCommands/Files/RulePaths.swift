/// The files that the paths of a command line mean.
package struct RulePaths: Sendable {
  /// In path order, each once.
  package private(set) var ruleFiles: [String] = []
  /// `*.test.yaml`: they hold tests and no rules.
  package private(set) var testFiles: [String] = []
  /// Directories that could not be listed, with the reason.
  package private(set) var unreadable: [(path: String, reason: String)] = []
  /// Directories of the command line in which no rule file was found, and whether test files were.
  package private(set) var withoutRules: [(path: String, hasTests: Bool)] = []
  /// Test files of the command line, by themselves.
  package private(set) var namedTestFiles: [String] = []
  private var seen: Set<String> = []
  /// Links may lead to a directory again, also to one that the walk is inside of: each is read once.
  private var visited: Set<FileSystem.Identity> = []

  /// What a walk through one directory of the command line came across, files known before included.
  private struct Findings {
    var hasRules = false
    var hasTests = false
    /// Parts were not looked at: they can't be read, or an earlier path has led there.
    var isPartial = false
    let visitedBefore: Set<FileSystem.Identity>
  }

  /// - Throws: for a path that doesn't exist.
  package init(_ paths: [String]) throws(MissingPath) {
    for path in paths {
      switch FileSystem.kind(of: path) {
      case nil: throw MissingPath(path: path)
      case .file:
        add(path)
        if Self.isTestFile(path) { namedTestFiles.append(path) }
      case .directory: addDirectory(path)
      }
    }
    ruleFiles.sort(by: Self.isBefore)
    testFiles.sort(by: Self.isBefore)
  }

  /// Directories nested deeper than this are not read: nobody means that.
  private static let depthLimit = 40

  private mutating func addDirectory(_ path: String) {
    var findings = Findings(visitedBefore: visited)
    walk(path, depth: 0, &findings)
    guard !findings.hasRules, !findings.isPartial else { return }
    withoutRules.append((path, findings.hasTests))
  }

  private mutating func walk(_ directory: String, depth: Int, _ findings: inout Findings) {
    if let identity = FileSystem.identity(of: directory), !visited.insert(identity).inserted {
      if findings.visitedBefore.contains(identity) { findings.isPartial = true }
      return
    }
    let names: [String]
    do throws(FileSystem.Failure) { names = try FileSystem.names(in: directory) } catch {
      findings.isPartial = true
      return unreadable.append((directory, error.reason))
    }
    guard depth < Self.depthLimit else {
      findings.isPartial = true
      return unreadable.append((directory, "too many nested directories"))
    }
    for name in names where !name.hasPrefix(".") {
      visit(FileSystem.join(directory, name), depth: depth, &findings)
    }
  }

  private mutating func visit(_ path: String, depth: Int, _ findings: inout Findings) {
    switch FileSystem.kind(of: path) {
    case .directory: walk(path, depth: depth + 1, &findings)
    case .file where path.hasSuffix(".yaml") || path.hasSuffix(".yml"):
      if Self.isTestFile(path) { findings.hasTests = true } else { findings.hasRules = true }
      add(path)
    default: break
    }
  }

  private mutating func add(_ path: String) {
    guard seen.insert(FileSystem.normalized(path)).inserted else { return }
    if Self.isTestFile(path) { testFiles.append(path) } else { ruleFiles.append(path) }
  }

  /// By bytes, as in the list of findings.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  package static func isTestFile(_ path: String) -> Bool {
    path.hasSuffix(".test.yaml") || path.hasSuffix(".test.yml")
  }
}
