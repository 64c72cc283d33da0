package import SentinelModel

/// How the engine stops.
package struct DrainConfiguration: Sendable, Equatable {
  /// Between saying that it isn't ready and refusing connections.
  package var delay = TimeSpan.zero
  /// From the signal to the end, whatever is left.
  package var timeout = TimeSpan.seconds(10)
}
