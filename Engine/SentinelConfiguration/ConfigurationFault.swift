/// Why a value can't be taken.
enum ConfigurationFault: Error {
  case wrongType
  case outOfRange
  /// A text that is none of the choices.
  case unknownChoice([String])
  /// A text that can't be understood, and why. The reason may quote the text.
  case malformed(String)
}
