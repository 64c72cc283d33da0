/// The address of a service: `redis://:password@localhost:6379/0`. Printed, it has neither user nor password.
package struct EndpointURL: Sendable, Equatable {
  /// In lower case: `redis`.
  package let scheme: String
  /// Whether it names a user or password.
  package let hasCredentials: Bool
  private let credentials: Secret
  /// Host, port, path and query.
  private let rest: String

  /// nil for what is no URL with one of the schemes and a host.
  package init?(_ text: String, schemes: [String]) {
    guard let colon = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<colon.lowerBound].lowercased()
    let isClean = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    guard schemes.contains(scheme), isClean else { return nil }
    var rest = text[colon.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    var credentials = ""
    // The last one: an '@' in a password should be encoded, and often isn't.
    if let at = authority.lastIndex(of: "@") {
      credentials = String(authority[..<at])
      rest = rest[rest.index(after: at)...]
    }
    guard Self.isHost(rest.prefix { !"/?#".contains($0) }) else { return nil }
    self.scheme = scheme
    self.credentials = Secret(credentials)
    hasCredentials = !credentials.isEmpty
    self.rest = String(rest)
  }

  /// The whole address in UTF-8, with user and password, to connect with and for nothing else.
  package func revealedBytes() -> [UInt8] {
    Array("\(scheme)://".utf8) + (hasCredentials ? credentials.revealedBytes() + [UInt8(ascii: "@")] : [])
      + Array(rest.utf8)
  }

  /// `host`, `host:port`, `[::1]:port`
  private static func isHost(_ text: Substring) -> Bool {
    guard text.first == "[" else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return false }
      return parts.count == 1 || isPort(parts[1])
    }
    guard let end = text.firstIndex(of: "]") else { return false }
    let port = text[text.index(after: end)...]
    return port.isEmpty || (port.first == ":" && isPort(port.dropFirst()))
  }

  private static func isPort(_ text: Substring) -> Bool {
    UInt16(text) != nil && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}

extension EndpointURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(scheme)://\(rest)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
