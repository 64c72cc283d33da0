/// The files that the paths of a command line mean.
package struct RulePaths: Sendable {
  /// In path order, each once.
  package private(set) var ruleFiles: [String] = []
  /// `*.test.yaml`: they hold tests and no rules.
  package private(set) var testFiles: [String] = []
  /// Directories that could not be listed, with the reason.
  package private(set) var unreadable: [(path: String, reason: String)] = []
  private var seen: Set<String> = []

  /// - Throws: for a path that doesn't exist.
  package init(_ paths: [String]) throws(MissingPath) {
    for path in paths {
      switch FileSystem.kind(of: path) {
      case nil: throw MissingPath(path: path)
      case .file: add(path)
      case .directory: walk(path, depth: 0)
      }
    }
    ruleFiles.sort(by: Self.isBefore)
    testFiles.sort(by: Self.isBefore)
  }

  /// Directories nested deeper than this are taken for a loop of links.
  private static let depthLimit = 40

  private mutating func walk(_ directory: String, depth: Int) {
    let names: [String]
    do throws(FileSystem.Failure) { names = try FileSystem.names(in: directory) } catch {
      return unreadable.append((directory, error.reason))
    }
    guard depth < Self.depthLimit else { return unreadable.append((directory, "too many nested directories")) }
    for name in names where !name.hasPrefix(".") {
      let path = FileSystem.join(directory, name)
      switch FileSystem.kind(of: path) {
      case .directory: walk(path, depth: depth + 1)
      case .file where name.hasSuffix(".yaml") || name.hasSuffix(".yml"): add(path)
      default: break
      }
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
