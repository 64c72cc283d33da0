import SentinelModel
package import SentinelPlugin

/// What code decides about an engine.
package struct EngineSettings: Sendable {
  /// Whether costs that an event doesn't report come from the price table.
  package var usesPrices: Bool
  /// Whether each comparison of each condition is watched, for test coverage.
  package var recordsCoverage: Bool
  /// Whether alerts carry traces of telling samples.
  package var tracesExemplars: Bool
  /// Whether instants are left out at which nothing can change. Tests compare both ways.
  package var skipsSilence: Bool
  /// The most bytes that windows may take: groups that come when it is reached share the overflow group.
  package var windowByteLimit: Int
  /// Configuration of detectors by their type.
  package var detectors: [String: DetectorOptions]

  package init(
    usesPrices: Bool = true, recordsCoverage: Bool = false, tracesExemplars: Bool = true, skipsSilence: Bool = true,
    windowByteLimit: Int = 4 << 30,
    detectors: [String: DetectorOptions] = [:]
  ) {
    self.usesPrices = usesPrices
    self.recordsCoverage = recordsCoverage
    self.tracesExemplars = tracesExemplars
    self.skipsSilence = skipsSilence
    self.windowByteLimit = windowByteLimit
    self.detectors = detectors
  }
}
