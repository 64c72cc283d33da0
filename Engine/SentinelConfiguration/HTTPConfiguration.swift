package import SentinelModel

/// Where and how the engine listens.
package struct HTTPConfiguration: Sendable, Equatable {
  package var host = "127.0.0.1"
  package var port = 8_080
  package var maxBodyBytes = ByteCount.mebibytes(16)
  package var maxConnections = 1_024
  /// For the head of a request.
  package var headerTimeout = TimeSpan.seconds(10)
  /// For a whole request.
  package var readTimeout = TimeSpan.seconds(30)
  /// Between two requests.
  package var idleTimeout = TimeSpan.seconds(60)
}
