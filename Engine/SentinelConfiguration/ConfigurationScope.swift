/// How much of a configuration is read.
package enum ConfigurationScope: Sendable {
  /// All of it.
  case service
  /// Only what has a part in judging recorded events: replaying a file must not ask for the keys of alert channels.
  case judging
}
