import RuleSyntax
import SentinelCommands
import SentinelConfiguration
import SentinelDiagnostics
import SentinelPlugin
import SentinelRuntime

/// The rule files that the service runs, as they are on disk.
struct RuleFiles: Sendable {
  let paths: [String]
  let registry: PluginRegistry
  /// Groups of rules that say nothing of their own.
  let maxGroups: Int
  /// What is done about a file with errors.
  let onBadFile: EngineConfiguration.BadFilePolicy

  private var loader: RuleSetLoader { RuleSetLoader(registry: registry, maxGroups: maxGroups) }

  /// Reads, parses and compiles all files once: the object that is checked is the one that runs.
  ///
  /// - Parameter running: the files of the rules at hand. Where files with errors are to be isolated, theirs stand in.
  /// - Throws: for a path that doesn't exist.
  func load(running: [SourceText] = []) throws(MissingPath) -> (source: Partition.RuleSource?, diagnostics: Diagnostics)
  {
    let loaded = try loader.load(paths)
    if let source = Self.source(loaded) { return (source, loaded.diagnostics) }
    guard onBadFile == .isolate, !running.isEmpty else { return (nil, loaded.diagnostics) }
    return (isolated(loaded, running), loaded.diagnostics)
  }

  /// The files without errors as they are now, the others as they run; nil where even that doesn't compile.
  private func isolated(_ loaded: LoadedRules, _ running: [SourceText]) -> Partition.RuleSource? {
    let bad = Set(loaded.diagnostics.sorted.filter { $0.level == .error }.map(\.range.source.path))
    let kept = running.filter { bad.contains($0.path) }
    let good = loaded.files.map(\.source).filter { !bad.contains($0.path) }
    let files = (good + kept).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return source(of: files)
  }

  /// The rules of texts that have been read already; nil where there are errors.
  func source(of files: [SourceText]) -> Partition.RuleSource? { Self.source(loader.load(sources: files)) }

  /// What can run; nil where there are errors.
  private static func source(_ loaded: LoadedRules) -> Partition.RuleSource? {
    guard let plan = loaded.plan, !loaded.diagnostics.hasErrors else { return nil }
    return Partition.RuleSource(plan: plan, digest: digest(loaded), files: loaded.files.map(\.source))
  }

  /// The digest of the files as they are now; nil where they can't be read.
  var currentDigest: String? {
    guard let loaded = try? RuleSetLoader(registry: registry, makesPlans: false).load(paths) else { return nil }
    return Self.digest(loaded)
  }

  /// FNV-1a 64 over paths and bytes of all files, in path order, as 16 hex digits.
  private static func digest(_ loaded: LoadedRules) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    for file in loaded.files {
      add(file.source.path.utf8)
      add(file.source.bytes)
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
