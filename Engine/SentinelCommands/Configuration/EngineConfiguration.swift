import SentinelDiagnostics
import SentinelPlugin

/// What a configuration file says about the engine, with everything that was found in the file.
struct EngineConfiguration: Sendable {
  /// As the user gave it; nil without a file.
  var path: String?
  /// Options of detectors by their type.
  var detectors: [String: DetectorOptions] = [:]
  var diagnostics = Diagnostics()
}
