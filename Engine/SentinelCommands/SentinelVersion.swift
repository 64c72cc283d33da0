/// The version of the engine, by semver.org.
package enum SentinelVersion {
  package static let text = "0.1.0"
}
