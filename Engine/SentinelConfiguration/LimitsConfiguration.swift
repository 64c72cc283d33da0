/// Bounds on what others may make the engine do.
package struct LimitsConfiguration: Sendable, Equatable {
  package var queueBytes = ByteCount.mebibytes(256)
  /// Events a second; 0 for no limit.
  package var ratePerClient = 0
  package var maxGroups = 10_000
  package var windowBytes = ByteCount.gibibytes(1)
}
