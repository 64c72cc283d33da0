import RuleSyntax
import SentinelCommands
import SentinelDiagnostics
import SentinelPlugin
import SentinelRuntime

/// The rule files that the service runs, as they are on disk.
struct RuleFiles: Sendable {
  let paths: [String]
  let registry: PluginRegistry

  /// Reads, parses and compiles all files once: the object that is checked is the one that runs.
  ///
  /// - Throws: for a path that doesn't exist.
  func load() throws(MissingPath) -> (source: Partition.RuleSource?, diagnostics: Diagnostics) {
    let loaded = try RuleSetLoader(registry: registry).load(paths)
    return (Self.source(loaded), loaded.diagnostics)
  }

  /// What can run; nil where there are errors.
  static func source(_ loaded: LoadedRules) -> Partition.RuleSource? {
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
