import SentinelDiagnostics

/// Which keys hold secrets, as far as a name can tell: also misspelt ones, and those of plugins.
package enum SecretName {
  private static let words = ["secret", "password", "passwd", "credential", "webhook", "apikey", "api_key"]
  private static let endings = ["key", "token", "url", "uri"]
  private static let known = [
    "api_key", "integration_key", "signing_secret", "token", "password", "secret", "webhook_url", "routing_key",
  ]
  /// Names of keys that hold none, so that none of them counts as misspelt.
  private static let harmless: Set<String> = Set(
    (EngineConfiguration.keys.filter { !$0.descriptor.isSecret }.map(\.path)
      + EngineConfiguration.structures.map(\.path)
      + AlertChannel.Kind.allCases.flatMap { AlertChannel.keys(of: $0).filter { !$0.descriptor.isSecret }.map(\.path) })
      .flatMap { $0.split(separator: ".").map(String.init) })

  package static func matches(_ name: String) -> Bool {
    let name = name.lowercased()
    if words.contains(where: { name.contains($0) }) || endings.contains(where: { name.hasSuffix($0) }) { return true }
    return !harmless.contains(name) && Spelling.nearest(to: name, in: known) != nil
  }
}
