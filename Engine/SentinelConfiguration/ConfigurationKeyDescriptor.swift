/// What is told about a key.
package struct ConfigurationKeyDescriptor: Sendable, Hashable {
  /// `http.port`; `alerting.channels[].url` in the entries of a list.
  package let path: String
  /// `a whole number in 0…65535`
  package let expectation: String
  package let defaultText: String
  /// One line.
  package let help: String
  /// Whether it has an effect already.
  package let isActive: Bool
  package let isSecret: Bool
  package let isRequired: Bool
}
